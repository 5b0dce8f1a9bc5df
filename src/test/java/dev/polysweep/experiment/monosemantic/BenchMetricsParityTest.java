package dev.polysweep.experiment.monosemantic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.polysweep.Fixtures;
import dev.polysweep.Safetensors;
import dev.polysweep.data.SparseSamples;
import dev.polysweep.data.forest.BenchModel;
import dev.polysweep.engine.sae.SaeCodes;
import dev.polysweep.engine.sae.SaeParameters;
import dev.polysweep.math.Matrix;
import dev.polysweep.metric.dictionary.LatentDetection;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * The metrics of SynthSAEBench against those that the public code computed of fixed autoencoders on
 * fixed samples. The codes are computed here, in plain loops.
 */
@Tag("parity")
class BenchMetricsParityTest {

  private static final double CLOSE = 1e-4;

  @TestFactory
  Stream<DynamicTest> metricsAreTheSame() {
    return Fixtures.synthSaeBench(json -> json.has("saes")).stream()
        .flatMap(
            file -> {
              JsonNode json = Fixtures.json(file);
              Iterable<Map.Entry<String, JsonNode>> saes = () -> json.get("saes").fields();
              return StreamSupport.stream(saes.spliterator(), false)
                  .map(
                      sae ->
                          DynamicTest.dynamicTest(
                              json.get("model").asText() + " " + sae.getKey(),
                              () -> compare(file, json, sae.getKey(), sae.getValue())));
            });
  }

  private static void compare(Path file, JsonNode json, String name, JsonNode sae) {
    Safetensors arrays = Fixtures.tensors(file);
    BenchModel model = BenchModel.named(json.get("model").asText());
    Matrix features = model.features(true, 0).features();
    Fixed fixed = new Fixed(arrays, sae);
    TruthScore score =
        new TruthScore(features, model.features(true, 0).parents(), fixed.parameters());
    int n = json.get("n_samples").asInt();
    int batch = sae.get("batch_size").asInt();
    SparseSamples all = samples(arrays, features, model.arrays.vector("bias"), n);
    for (int from = 0; from < n; from += batch) {
      SparseSamples samples = rows(all, from, Math.min(n, from + batch));
      SaeCodes codes = fixed.encode(samples.x());
      score.add(samples, codes, fixed.decode(codes));
    }
    JsonNode expected = sae.get("metrics");
    LatentDetection detection = score.counts().ofLatents();
    JsonNode classes = expected.get("classification");
    assertArrayEquals(arrays.ints(name + ".best_match"), score.match().nearest(), "nearest");
    float[] together = arrays.vector(name + ".tp");
    for (int f = 0; f < together.length; f++) {
      assertEquals(together[f], score.counts().together(f), "together " + f);
    }
    assertEquals(expected.get("mcc").asDouble(), score.match().mcc(), CLOSE, "mcc");
    assertEquals(expected.get("uniqueness").asDouble(), score.match().uniqueness(), CLOSE);
    assertEquals(classes.get("precision").asDouble(), detection.precision(), CLOSE, "precision");
    assertEquals(classes.get("recall").asDouble(), detection.recall(), CLOSE, "recall");
    assertEquals(classes.get("f1_score").asDouble(), detection.f1(), CLOSE, "F1");
    assertEquals(classes.get("accuracy").asDouble(), detection.accuracy(), CLOSE, "accuracy");
    assertEquals(expected.get("true_l0").asDouble(), score.counts().trueL0(), 1e-9, "true L0");
    ReconstructionScore reconstruction = score.reconstruction();
    assertEquals(expected.get("sae_l0").asDouble(), reconstruction.l0(), 1e-9, "L0");
    assertEquals(expected.get("dead_latents").asInt(), reconstruction.dead(), "dead");
    assertEquals(
        expected.get("explained_variance").asDouble(), reconstruction.explainedVariance(), CLOSE);
    assertEquals(expected.get("shrinkage").asDouble(), reconstruction.shrinkage(), CLOSE);
  }

  private static SparseSamples samples(Safetensors arrays, Matrix features, float[] bias, int n) {
    int[] start = arrays.ints("acts_row_ptr");
    int[] feature = arrays.ints("acts_col");
    float[] value = arrays.vector("acts_val");
    Matrix x = new Matrix(n, features.cols());
    for (int s = 0; s < n; s++) {
      for (int c = 0; c < features.cols(); c++) {
        double sum = bias[c];
        for (int j = start[s]; j < start[s + 1]; j++) {
          sum += (double) value[j] * features.get(feature[j], c);
        }
        x.set(s, c, (float) sum);
      }
    }
    return new SparseSamples(x, start, feature, value);
  }

  private static SparseSamples rows(SparseSamples all, int from, int to) {
    int first = all.start()[from];
    int[] start = Arrays.stream(all.start(), from, to + 1).map(j -> j - first).toArray();
    return new SparseSamples(
        all.x().rows(from, to),
        start,
        Arrays.copyOfRange(all.feature(), first, all.start()[to]),
        Arrays.copyOfRange(all.value(), first, all.start()[to]));
  }

  /** An autoencoder of the fixtures. */
  private static final class Fixed {
    private final Matrix wEnc;
    private final float[] bEnc;
    final Matrix wDec;
    private final float[] bDec;
    private final float[] threshold;
    private final String kind;
    private final double k;

    SaeParameters parameters() {
      return new SaeParameters(wEnc, bEnc, wDec, bDec, null);
    }

    Fixed(Safetensors arrays, JsonNode sae) {
      String prefix = sae.get("weights").asText() + ".";
      wEnc = arrays.tensor(prefix + "W_enc");
      bEnc = arrays.vector(prefix + "b_enc");
      wDec = arrays.tensor(prefix + "W_dec");
      bDec = arrays.vector(prefix + "b_dec");
      threshold = arrays.vector(prefix + "threshold");
      kind = sae.get("kind").asText();
      k = sae.get("k").asDouble();
    }

    private double norm(int f) {
      double square = 0;
      for (int c = 0; c < wDec.cols(); c++) {
        square += (double) wDec.get(f, c) * wDec.get(f, c);
      }
      return kind.endsWith("topk") ? Math.sqrt(square) : 1;
    }

    SaeCodes encode(Matrix x) {
      int n = x.rows();
      int dSae = wDec.rows();
      double[] z = new double[n * dSae];
      for (int s = 0; s < n; s++) {
        for (int f = 0; f < dSae; f++) {
          double sum = bEnc[f];
          for (int c = 0; c < wDec.cols(); c++) {
            sum += (double) (x.get(s, c) - bDec[c]) * wEnc.get(c, f);
          }
          boolean open = !kind.equals("jumprelu") || sum > threshold[f];
          z[s * dSae + f] = open && sum > 0 ? sum * norm(f) : 0;
        }
      }
      if (kind.equals("topk")) {
        for (int s = 0; s < n; s++) {
          keep(z, s * dSae, dSae, (int) k);
        }
      } else if (kind.equals("batchtopk")) {
        keep(z, 0, z.length, (int) (k * n));
      }
      return codes(z, n, dSae);
    }

    private static void keep(double[] z, int from, int length, int most) {
      double[] sorted = Arrays.copyOfRange(z, from, from + length);
      Arrays.sort(sorted);
      double least = sorted[Math.max(0, length - most)];
      for (int j = from; j < from + length; j++) {
        z[j] = z[j] >= least ? z[j] : 0;
      }
    }

    private SaeCodes codes(double[] z, int n, int dSae) {
      int[] start = new int[n + 1];
      int[] latent = new int[z.length];
      float[] value = new float[z.length];
      int size = 0;
      for (int s = 0; s < n; s++) {
        for (int f = 0; f < dSae; f++) {
          if (z[s * dSae + f] > 0) {
            latent[size] = f;
            value[size++] = (float) (z[s * dSae + f] / norm(f));
          }
        }
        start[s + 1] = size;
      }
      return new SaeCodes(n, dSae, start, latent, value);
    }

    Matrix decode(SaeCodes codes) {
      Matrix out = new Matrix(codes.rows(), wDec.cols());
      for (int s = 0; s < codes.rows(); s++) {
        for (int c = 0; c < wDec.cols(); c++) {
          double sum = bDec[c];
          for (int j = codes.start()[s]; j < codes.start()[s + 1]; j++) {
            sum += (double) codes.value()[j] * wDec.get(codes.latent()[j], c);
          }
          out.set(s, c, (float) sum);
        }
      }
      return out;
    }
  }
}
