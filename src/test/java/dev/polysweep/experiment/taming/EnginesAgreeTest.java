package dev.polysweep.experiment.taming;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.engine.Engine;
import dev.polysweep.engine.Engines;
import dev.polysweep.engine.net.LayerParameters;
import dev.polysweep.engine.net.Noise;
import dev.polysweep.engine.net.TrainingPlan;
import dev.polysweep.engine.net.TrainingSession;
import dev.polysweep.experiment.CellRun;
import dev.polysweep.experiment.ConfigurationBuilder;
import dev.polysweep.experiment.HiddenActivation;
import dev.polysweep.experiment.Initialization;
import dev.polysweep.experiment.Regularizer;
import dev.polysweep.metric.statistic.PairedContrast;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The taming experiment on ND4J and on the SIMD engine. Up to 200 epochs from equal starts they
 * agree within the bounds of {@link TamingParityTest}. In longer runs the order of a sum is enough
 * to move a single metric by per cents, so there it is the mean over seeds that is compared: paired
 * by seed, within 3.5 standard errors of the difference.
 */
class EnginesAgreeTest {

  private static final double LOSS = 1e-4; // relative
  private static final double WEIGHT = 2e-3; // absolute
  private static final double METRIC = 1e-3; // relative
  private static final int EPOCHS = 200;
  private static final int SEEDS = 20;
  private static final double BOUND = 3.5; // standard errors

  private final Engine simd = Engines.named("simd");
  private final Engine nd4j = Engines.named("nd4j");

  /** The original study's eight configurations, which {@code sweeps/taming.yaml} runs. */
  private static List<TamingConfig> configurations(int mlpEpochs, int saeEpochs) {
    return List.of(
        config(
            Initialization.RANDOM,
            Noise.Kind.BIPOLAR,
            Regularizer.L1,
            HiddenActivation.RELU,
            mlpEpochs,
            saeEpochs),
        config(
            Initialization.ORTHOGONAL,
            Noise.Kind.BIPOLAR,
            Regularizer.L1,
            HiddenActivation.RELU,
            mlpEpochs,
            saeEpochs),
        config(
            Initialization.RANDOM,
            Noise.Kind.POSITIVE_KURTOSIS,
            Regularizer.L1,
            HiddenActivation.RELU,
            mlpEpochs,
            saeEpochs),
        config(
            Initialization.RANDOM,
            Noise.Kind.BIPOLAR,
            Regularizer.L2,
            HiddenActivation.GELU,
            mlpEpochs,
            saeEpochs),
        config(
            Initialization.ORTHOGONAL,
            Noise.Kind.BIPOLAR,
            Regularizer.L2,
            HiddenActivation.GELU,
            mlpEpochs,
            saeEpochs),
        config(
            Initialization.ORTHOGONAL,
            Noise.Kind.POSITIVE_KURTOSIS,
            Regularizer.L1,
            HiddenActivation.RELU,
            mlpEpochs,
            saeEpochs),
        config(
            Initialization.RANDOM,
            Noise.Kind.POSITIVE_KURTOSIS,
            Regularizer.L2,
            HiddenActivation.RELU,
            mlpEpochs,
            saeEpochs),
        config(
            Initialization.ORTHOGONAL,
            Noise.Kind.POSITIVE_KURTOSIS,
            Regularizer.L2,
            HiddenActivation.GELU,
            mlpEpochs,
            saeEpochs));
  }

  private static TamingConfig config(
      Initialization init,
      Noise.Kind noise,
      Regularizer reg,
      HiddenActivation act,
      int mlpEpochs,
      int saeEpochs) {
    return ConfigurationBuilder.from(TamingConfig.DEFAULTS)
        .set("init", init)
        .set("noise", noise)
        .set("reg", reg)
        .set("act", act)
        .set("mlp.epochs", mlpEpochs)
        .set("sae.epochs", saeEpochs)
        .build();
  }

  private static TamingExperiment.Models model(TrainingSession session, int i, TamingWork work) {
    return new TamingExperiment.Models(session, List.of(i), List.of(work));
  }

  @Test
  void followEachOtherFor200EpochsFromEqualStarts() {
    List<TamingConfig> configs = configurations(EPOCHS, EPOCHS);
    TamingData data = TamingData.draw(configs.get(0).data(), 3);
    List<TamingWork> expected = works(configs, data);
    List<TamingWork> actual = works(configs, data);
    follow(
        configs.stream().map(config -> TamingPlans.mlp(config, data, 3)).toList(),
        (session, i, ofSimd) ->
            TamingExperiment.measureMlps(
                simd, model(session, i, (ofSimd ? expected : actual).get(i))));
    for (int i = 0; i < configs.size(); i++) {
      actual.get(i).acts = expected.get(i).acts;
      actual.get(i).valActs = expected.get(i).valActs;
    }
    follow(
        expected.stream().map(work -> TamingPlans.sae(work.config, work.acts, 3)).toList(),
        (session, i, ofSimd) ->
            TamingExperiment.measureSaes(
                simd, model(session, i, (ofSimd ? expected : actual).get(i))));
    for (int i = 0; i < configs.size(); i++) {
      Map<String, Double> metrics = expected.get(i).run.metrics();
      for (String metric :
          List.of("macs", "interference", "sparsity_w4", "l0", "sae_mse", "train_mse", "val_mse")) {
        double value = metrics.get(metric);
        assertEquals(
            value,
            actual.get(i).run.metrics().get(metric),
            METRIC * Math.abs(value),
            metric + " of configuration " + i);
      }
    }
  }

  private static List<TamingWork> works(List<TamingConfig> configs, TamingData data) {
    return configs.stream().map(c -> new TamingWork(new CellRun<>(c, 3, EPOCHS), data)).toList();
  }

  private interface Measure {
    void of(TrainingSession session, int i, boolean ofSimd);
  }

  private void follow(List<TrainingPlan> plans, Measure measure) {
    try (TrainingSession a = simd.open(plans);
        TrainingSession b = nd4j.open(plans)) {
      for (int epoch = 1; epoch <= EPOCHS; epoch++) {
        a.train(1);
        b.train(1);
        for (int i = 0; i < plans.size(); i++) {
          double loss = a.loss(i);
          assertEquals(loss, b.loss(i), LOSS * loss, "epoch " + epoch + " of configuration " + i);
        }
      }
      for (int i = 0; i < plans.size(); i++) {
        for (int l = 0; l < plans.get(i).network().layers().size(); l++) {
          assertLayer(a.parameters(i).get(l), b.parameters(i).get(l), "layer " + l + " of " + i);
        }
        measure.of(a, i, true);
        measure.of(b, i, false);
      }
    }
  }

  private static void assertLayer(LayerParameters expected, LayerParameters actual, String where) {
    if (expected.weight() != null) {
      assertArrayEquals(
          expected.weight().data(), actual.weight().data(), (float) WEIGHT, "weights of " + where);
    }
    if (expected.bias() != null) {
      assertArrayEquals(expected.bias(), actual.bias(), (float) WEIGHT, "biases of " + where);
    }
  }

  /** A fifth of the baseline's epochs. */
  @Test
  void meansOfShorterRunsOver20SeedsAgree() {
    compare(configurations(400, 200).get(0));
  }

  /** Runs of full length of the baseline and of all that is meant to mitigate. */
  @Test
  @Tag("full")
  void meansOfFullRunsOver20SeedsAgree() {
    List<TamingConfig> configs =
        configurations(TamingConfig.DEFAULTS.mlp().epochs(), TamingConfig.DEFAULTS.sae().epochs());
    compare(configs.get(0));
    compare(configs.get(configs.size() - 1));
  }

  private void compare(TamingConfig config) {
    Map<String, double[]> expected = metrics(simd, config);
    Map<String, double[]> actual = metrics(nd4j, config);
    assertEquals(expected.keySet(), actual.keySet());
    boolean anyDiffers = false;
    List<String> beyond = new ArrayList<>();
    for (String metric : expected.keySet()) {
      PairedContrast c = PairedContrast.of(actual.get(metric), expected.get(metric));
      anyDiffers |= c.delta() != 0;
      boolean within = c.t() == null ? c.delta() == 0 : Math.abs(c.t()) <= BOUND;
      if (!within) {
        beyond.add(String.format(Locale.ROOT, "%s by %s, t = %s", metric, c.delta(), c.t()));
      }
    }
    assertTrue(anyDiffers, "the engines give the same bits: is this one engine?");
    assertEquals(List.of(), beyond, "differ by more than " + BOUND + " standard errors");
  }

  /** By metric, its values over the seeds. */
  private static Map<String, double[]> metrics(Engine engine, TamingConfig config) {
    List<CellRun<TamingConfig>> runs =
        IntStream.range(0, SEEDS).mapToObj(s -> new CellRun<>(config, s, 5000)).toList();
    new TamingExperiment().run(engine, runs);
    Map<String, double[]> values = new TreeMap<>();
    for (String metric : runs.get(0).metrics().keySet()) {
      values.put(metric, runs.stream().mapToDouble(run -> run.metrics().get(metric)).toArray());
    }
    return values;
  }
}
