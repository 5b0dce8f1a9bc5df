package dev.polysweep.data.forest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.polysweep.Fixtures;
import dev.polysweep.Safetensors;
import dev.polysweep.data.SparseSamples;
import dev.polysweep.math.Matrix;
import dev.polysweep.math.RandomStream;
import dev.polysweep.math.StreamId;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** The generator of SynthSAEBench against arrays and samples of the public code. */
@Tag("parity")
class ForestParityTest {

  private static final int SAMPLES = 50_000;

  private static Stream<DynamicTest> models(java.util.function.Consumer<BenchModel> test) {
    return Fixtures.synthSaeBench(BenchModel::is).stream()
        .map(BenchModel::read)
        .map(model -> DynamicTest.dynamicTest(model.name, () -> test.accept(model)));
  }

  /** A fixed number of children leaves nothing to chance but which share excludes one another. */
  @TestFactory
  Stream<DynamicTest> treesGrowTheSame() {
    return models(
        model -> {
          ForestShape shape = model.shape();
          FeatureForest grown = FeatureForest.grow(shape, new RandomStream(1, StreamId.TRUTH));
          FeatureForest theirs = model.forest();
          int exclusive = 0;
          for (int i = 0; i < theirs.features(); i++) {
            if (shape.minChildren() == shape.maxChildren()) {
              assertEquals(theirs.parent(i), grown.parent(i), "parent of " + i);
              if (shape.exclusivePortion() == 1) {
                assertEquals(theirs.exclusive(i), grown.exclusive(i), "children of " + i);
              }
            }
            exclusive += grown.exclusive(i) ? 1 : 0;
          }
          assertTrue(exclusive > 0);
        });
  }

  /** Relative 1e-6: single precision in the public code, of values up to 1/p. */
  @TestFactory
  Stream<DynamicTest> probabilitiesAndThresholdsAreTheSame() {
    return models(
        model -> {
          JsonNode law = model.config.get("firing_probability");
          float[] base = model.arrays.vector("p_base");
          int n = base.length;
          double[] p = new double[n];
          for (int i = 0; i < n; i++) {
            p[i] = base[i];
          }
          if (law.get("generator_name").asText().equals("zipfian")) {
            double[] zipf =
                FiringLaw.zipf(
                    n,
                    law.get("exponent").asDouble(),
                    law.get("max_prob").asDouble(),
                    law.get("min_prob").asDouble());
            near(base, zipf, 1e-6, "p");
          }
          double[] corrections = model.forest().corrections(p);
          near(model.arrays.vector("correction_factor"), corrections, 1e-6, "correction");
          double[] raised = new double[n];
          float[] theirs = model.arrays.vector("p_compensated");
          for (int i = 0; i < n; i++) {
            raised[i] = Math.min(1, p[i] * corrections[i]);
          }
          near(theirs, raised, 1e-6, "p'");
          for (int i = 0; i < n; i++) {
            raised[i] = theirs[i];
          }
          assertArrayEquals(
              model.arrays.vector("threshold"), FiringLaw.thresholds(raised), 1e-6f, "threshold");
          JsonNode means = model.config.get("mean_firing_magnitudes");
          double first = means.get("start").asDouble();
          double last = means.get("end").asDouble();
          float[] magnitude = model.arrays.vector("mean_magnitude");
          for (int i = 0; i < n; i++) {
            assertEquals(first + (last - first) * i / (n - 1), magnitude[i], 1e-6, "m " + i);
          }
        });
  }

  private static void near(float[] theirs, double[] ours, double relative, String what) {
    for (int i = 0; i < theirs.length; i++) {
      assertEquals(theirs[i], ours[i], relative * Math.max(1, Math.abs(theirs[i])), what + " " + i);
    }
  }

  /** Adam in double precision against single: 3e-6 after 100 steps of 3e-4. */
  @TestFactory
  Stream<DynamicTest> directionsAreTurnedTheSame() {
    return models(
        model -> {
          JsonNode how = model.config.get("orthogonalization");
          Matrix start = model.arrays.tensor("dict_init");
          double lr = how.get("lr").asDouble();
          for (int steps : new int[] {1, 5, how.get("num_steps").asInt()}) {
            String name =
                steps == how.get("num_steps").asInt()
                    ? "dict_final"
                    : "dict_after_" + steps + "_steps";
            if (model.arrays.names().contains(name)) {
              assertArrayEquals(
                  model.arrays.tensor(name).data(),
                  Orthogonalizer.spread(start, steps, lr).data(),
                  3e-6f,
                  name);
            }
          }
        });
  }

  /**
   * Frequencies, magnitudes and pairs of {@value #SAMPLES} samples. A single figure lies within 4
   * standard errors of the difference; of the features of a model 1 in 1 000 may lie within 5, as
   * one in 16 000 does by chance.
   */
  @TestFactory
  Stream<DynamicTest> samplesHaveTheSameMoments() {
    return models(
        model -> {
          compare(model, true, model.json.get("mc_scaled"), "mc_");
          compare(model, false, model.json.get("mc_not_scaled"), "mcns_");
        });
  }

  private static void compare(BenchModel model, boolean scaled, JsonNode scalars, String prefix) {
    Tally tally = new Tally(model, scaled);
    double theirSamples = scalars.get("samples").asDouble();
    double l0 = (double) tally.total / SAMPLES;
    double error = scalars.get("sd_l0").asDouble() * Math.sqrt(1.0 / SAMPLES + 1 / theirSamples);
    assertEquals(scalars.get("mean_l0").asDouble(), l0, 4 * error, model.name + " L0");
    double norm = tally.norm / SAMPLES;
    double sd = Math.sqrt(tally.square / SAMPLES - norm * norm);
    assertEquals(
        scalars.get("mean_input_norm").asDouble(),
        norm,
        4 * sd * Math.sqrt(1.0 / SAMPLES + 1 / theirSamples),
        model.name + " norm");
    Deviations deviations = new Deviations();
    float[] freq = model.arrays.vector(prefix + "freq");
    float[] mean = model.arrays.vector(prefix + "mag_mean");
    float[] spread = model.arrays.vector(prefix + "mag_sd");
    for (int i = 0; i < freq.length; i++) {
      double p = freq[i];
      double ours = (double) tally.count[i] / SAMPLES;
      double both = p * (1 - p) * (1.0 / SAMPLES + 1 / theirSamples);
      deviations.add(ours - p, Math.sqrt(both) + 1e-5, model.name + " frequency of " + i);
      if (tally.count[i] >= 30 && p * theirSamples >= 30) {
        double se = spread[i] * Math.sqrt(1.0 / tally.count[i] + 1 / (p * theirSamples));
        deviations.add(
            tally.sum[i] / tally.count[i] - mean[i], se + 1e-6, model.name + " magnitude of " + i);
      }
    }
    deviations.check();
    if (scaled) {
      pairs(model, tally);
    }
  }

  private static void pairs(BenchModel model, Tally tally) {
    float[] freq = model.arrays.vector("mc_pair_freq");
    float[] se = model.arrays.vector("mc_pair_freq_se");
    Deviations deviations = new Deviations();
    for (int k = 0; k < freq.length; k++) {
      double ours = (double) tally.together[k] / SAMPLES;
      double own = Math.sqrt(freq[k] * (1 - freq[k]) / SAMPLES);
      deviations.add(ours - freq[k], Math.hypot(own, se[k]), model.name + " pair " + k);
    }
    deviations.check();
  }

  /** Differences in standard errors. */
  private static final class Deviations {
    private int count;
    private int beyond;

    void add(double difference, double error, String what) {
      double z = Math.abs(difference) / error;
      assertTrue(z < 5, () -> what + " is " + z + " standard errors off");
      count++;
      beyond += z > 4 ? 1 : 0;
    }

    void check() {
      assertTrue(beyond <= 1 + count / 1000, beyond + " of " + count + " beyond 4 standard errors");
    }
  }

  /** Counts over samples. */
  private static final class Tally {
    final long[] count;
    final double[] sum;
    final long[] together;
    long total;
    double norm;
    double square;

    Tally(BenchModel model, boolean scaled) {
      ForestFeatures source = model.features(scaled, 5);
      int n = source.features().rows();
      count = new long[n];
      sum = new double[n];
      int[] pairs = model.arrays.ints("mc_pairs");
      together = new long[pairs.length / 2];
      boolean[] active = new boolean[n];
      for (int from = 0; from < SAMPLES; from += 1000) {
        SparseSamples s = source.samples(0, from, from + 1000);
        for (int row = 0; row < 1000; row++) {
          for (int j = s.start()[row]; j < s.start()[row + 1]; j++) {
            count[s.feature()[j]]++;
            sum[s.feature()[j]] += s.value()[j];
            active[s.feature()[j]] = true;
            total++;
          }
          for (int k = 0; k < together.length; k++) {
            together[k] += active[pairs[2 * k]] && active[pairs[2 * k + 1]] ? 1 : 0;
          }
          for (int j = s.start()[row]; j < s.start()[row + 1]; j++) {
            active[s.feature()[j]] = false;
          }
          double length = 0;
          for (int c = 0; c < s.x().cols(); c++) {
            length += (double) s.x().get(row, c) * s.x().get(row, c);
          }
          norm += Math.sqrt(length);
          square += length;
        }
      }
    }
  }

  /** Where nothing is drawn the rules give the public code's numbers; else its frequencies. */
  @TestFactory
  Stream<DynamicTest> treesRuleTheSame() {
    return Fixtures.synthSaeBench(ForestParityTest::holdsCases).stream()
        .flatMap(ForestParityTest::rules);
  }

  private static boolean holdsCases(JsonNode json) {
    return json.isObject()
        && json.size() > 0
        && Stream.of(json).allMatch(j -> j.elements().next().has("deterministic_rows"));
  }

  private static Stream<DynamicTest> rules(Path file) {
    Safetensors arrays = Fixtures.tensors(file);
    JsonNode cases = Fixtures.json(file);
    return Stream.iterate(cases.fieldNames(), names -> names.hasNext(), names -> names)
        .map(java.util.Iterator::next)
        .map(name -> DynamicTest.dynamicTest(name, () -> rules(arrays, cases.get(name), name)));
  }

  private static void rules(Safetensors arrays, JsonNode how, String name) {
    BenchModel model = BenchModel.named(name);
    FeatureForest forest = model.forest();
    float[] mean = model.arrays.vector("mean_magnitude");
    Matrix pre = arrays.tensor(name + ".pre");
    Matrix post = arrays.tensor(name + ".post_draw");
    int[] fixed = arrays.ints(name + ".deterministic");
    int compared = 0;
    for (int row = 0; row < pre.rows(); row++) {
      if (fixed[row] == 1) {
        float[] ours = walked(forest, mean, pre, row, 0);
        for (int i = 0; i < ours.length; i++) {
          assertEquals(post.get(row, i), ours[i], 1e-6f * Math.max(1, ours[i]), name + " " + i);
        }
        compared++;
      }
    }
    assertEquals(how.get("deterministic_rows").asInt(), compared);
    int repeats = how.get("repeats_for_conflict_rows").asInt();
    int[] rows = arrays.ints(name + ".conflict_rows");
    Matrix freq = arrays.tensor(name + ".conflict_active_freq");
    for (int k = 0; k < rows.length; k++) {
      int[] active = new int[pre.cols()];
      for (int draw = 0; draw < repeats; draw++) {
        float[] ours = walked(forest, mean, pre, rows[k], draw);
        for (int i = 0; i < ours.length; i++) {
          active[i] += ours[i] > 0 ? 1 : 0;
        }
      }
      for (int i = 0; i < active.length; i++) {
        double p = freq.get(k, i);
        double se = Math.sqrt(2 * Math.max(p * (1 - p), 1e-9) / repeats);
        assertEquals(p, (double) active[i] / repeats, 4.5 * se + 1e-9, name + " " + i);
      }
    }
  }

  private static float[] walked(FeatureForest forest, float[] mean, Matrix pre, int row, int draw) {
    float[] out = new float[pre.cols()];
    forest.walk(
        i -> pre.get(row, i),
        mean,
        new RandomStream(9, StreamId.TRUTH_SAMPLE, draw, row),
        (i, a) -> out[i] = a);
    return out;
  }

  /** The published model: its trees, the sums of its probabilities, and its L0 over 500 samples. */
  @TestFactory
  Stream<DynamicTest> theFullModelIsTheSame() {
    return Fixtures.synthSaeBench(json -> json.has("sum_base_top4096")).stream()
        .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> full(file)));
  }

  private static void full(Path file) {
    JsonNode facts = Fixtures.json(file);
    ForestShape shape = new ForestShape(16_384, 128, 4, 4, 3, 1, 0, null);
    FeatureForest forest = FeatureForest.grow(shape, new RandomStream(1, StreamId.TRUTH));
    double[] p = FiringLaw.zipf(16_384, 0.5, 0.4, 5e-4);
    double[] raised = forest.corrections(p);
    double sum = 0;
    double sumRaised = 0;
    for (int i = 0; i < p.length; i++) {
      raised[i] = Math.min(1, p[i] * raised[i]);
      sum += p[i];
      sumRaised += raised[i];
    }
    assertEquals(facts.get("sum_base").asDouble(), sum, 1e-6 * sum);
    assertEquals(facts.get("sum_comp").asDouble(), sumRaised, 1e-6 * sumRaised);
    int[] at = {0, 1, 127, 128, 639, 640, 2687, 2688, 10_879, 10_880, 16_383};
    for (int k = 0; k < at.length; k++) {
      assertEquals(facts.get("p").get(k).asDouble(), p[at[k]], 1e-6, "p " + at[k]);
      assertEquals(facts.get("pc").get(k).asDouble(), raised[at[k]], 2e-6, "p' " + at[k]);
    }
    ForestSpec spec =
        new ForestSpec(shape, 0.5, 0.4, 5e-4, true, 25, 0.1, 5, 4, 0.5, 0.5, true, 0.5, 0, 3e-4);
    SparseSamples samples = new ForestFeatures(ForestModel.draw(spec, 4, 42), 42).samples(0, 500);
    double l0 = samples.feature().length / 500.0;
    // The factors are drawn anew, so two models differ too; 11.7 is a sample's standard deviation.
    assertEquals(facts.get("mean_l0").asDouble(), l0, 4 * 11.7 / Math.sqrt(500), "L0");
  }
}
