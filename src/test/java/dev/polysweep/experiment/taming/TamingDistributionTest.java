package dev.polysweep.experiment.taming;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.engine.Engine;
import dev.polysweep.engine.Engines;
import dev.polysweep.engine.net.Noise;
import dev.polysweep.experiment.CellRun;
import dev.polysweep.experiment.ConfigurationBuilder;
import dev.polysweep.experiment.HiddenActivation;
import dev.polysweep.experiment.Initialization;
import dev.polysweep.experiment.Regularizer;
import dev.polysweep.metric.statistic.SampleSummary;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The experiment against 30 seeds of the original's code in PyTorch 1.13: over 100 seeds of ours,
 * every metric's mean lies within 3.5 standard errors of the difference. The reference's means and
 * standard deviations are rounded to the last digit given, which is below a twentieth of a standard
 * error.
 */
class TamingDistributionTest {

  private static final int REFERENCE_SEEDS = 30;
  private static final int SEEDS = 100;
  private static final double BOUND = 3.5; // standard errors

  /** Mean and standard deviation of a metric in PyTorch. */
  private record Reference(double mean, double sd) {}

  private static final Map<String, Reference> BASELINE =
      Map.of(
          "macs", new Reference(.2162, .0223),
          "interference", new Reference(5.698, 1.520),
          "sparsity_w4", new Reference(.0515, .0132),
          "l0", new Reference(.331, .064),
          "train_mse", new Reference(.0118, .0033),
          "val_mse", new Reference(.0165, .0065));
  private static final Map<String, Reference> ORTHOGONAL_L2_GELU =
      Map.of(
          "macs", new Reference(.1765, .0154),
          "interference", new Reference(4.015, .935),
          "sparsity_w4", new Reference(.0743, .0106),
          "l0", new Reference(.330, .051),
          "train_mse", new Reference(.0019, .0005),
          "val_mse", new Reference(.0061, .0044));
  private static final Map<String, Reference> KURTOSIS_L2 =
      Map.of(
          "macs", new Reference(.1898, .0202),
          "interference", new Reference(4.992, 1.633),
          "sparsity_w4", new Reference(.0458, .0086),
          "l0", new Reference(.376, .058),
          "train_mse", new Reference(.0034, .0012),
          "val_mse", new Reference(.0082, .0055));

  @Test
  void baseline() {
    compare(
        Initialization.RANDOM, Noise.Kind.BIPOLAR, Regularizer.L1, HiddenActivation.RELU, BASELINE);
  }

  @Test
  @Tag("full")
  void orthogonalL2Gelu() {
    compare(
        Initialization.ORTHOGONAL,
        Noise.Kind.BIPOLAR,
        Regularizer.L2,
        HiddenActivation.GELU,
        ORTHOGONAL_L2_GELU);
  }

  @Test
  @Tag("full")
  void kurtosisL2() {
    compare(
        Initialization.RANDOM,
        Noise.Kind.POSITIVE_KURTOSIS,
        Regularizer.L2,
        HiddenActivation.RELU,
        KURTOSIS_L2);
  }

  private static void compare(
      Initialization init,
      Noise.Kind noise,
      Regularizer reg,
      HiddenActivation act,
      Map<String, Reference> references) {
    TamingConfig config =
        ConfigurationBuilder.from(TamingConfig.DEFAULTS)
            .set("init", init)
            .set("noise", noise)
            .set("reg", reg)
            .set("act", act)
            .build();
    Engine engine = Engines.named(Engines.AUTO);
    List<Map<String, Double>> cells =
        IntStream.range(0, SEEDS)
            .parallel()
            .mapToObj(
                seed -> {
                  CellRun<TamingConfig> run = new CellRun<>(config, seed, 5000);
                  new TamingExperiment().run(engine, List.of(run));
                  return run.metrics();
                })
            .toList();
    references.forEach(
        (metric, reference) -> {
          SampleSummary ours =
              SampleSummary.of(cells.stream().mapToDouble(cell -> cell.get(metric)).toArray());
          double error =
              Math.sqrt(
                  reference.sd() * reference.sd() / REFERENCE_SEEDS
                      + ours.sd() * ours.sd() / SEEDS);
          double distance = (ours.mean() - reference.mean()) / error;
          assertTrue(
              Math.abs(distance) <= BOUND,
              () ->
                  metric
                      + " "
                      + ours.mean()
                      + " is "
                      + distance
                      + " standard errors from "
                      + reference.mean());
        });
  }
}
