package dev.polysweep.report.law.taming;

import dev.polysweep.report.law.Estimate;
import dev.polysweep.report.law.Labels;
import dev.polysweep.report.law.Law;
import dev.polysweep.report.law.Reading;
import dev.polysweep.report.page.Details;
import dev.polysweep.report.page.Prediction;
import java.util.Arrays;
import java.util.List;

/**
 * Clipping gradients at the norm 1 steadies the autoencoder's error, which heavy-tailed noise makes
 * volatile.
 *
 * <p>Estimator: the absolute deviation of the error from its median over seeds, with clipping minus
 * without, paired by seed, in per cent: the mean absolute deviation, a spread that single seeds do
 * not dominate. Less than 10 % does not count as steadier.
 */
public final class ClippingCalms implements Law {

  @Override
  public String experiment() {
    return "taming";
  }

  @Override
  public String name() {
    return "clipping";
  }

  @Override
  public String source() {
    return "the original study of incidental polysemanticity";
  }

  @Override
  public String statement() {
    return "Clipping gradients at the norm 1 steadies the autoencoder's error under heavy-tailed"
        + " noise.";
  }

  @Override
  public List<String> metrics() {
    return List.of("sae_mse");
  }

  @Override
  public List<Reading> read(Details details) {
    return List.of("mlp_clip_norm", "sae_clip_norm").stream()
        .flatMap(
            column ->
                Labels.pairs(details, column, 1, 0).stream()
                    .filter(pair -> details.text(pair.first(), "noise").equals("positive_kurtosis"))
                    .map(
                        pair ->
                            new Reading(
                                "spread of sae_mse, " + column + " 1 against 0",
                                Prediction.atMost(-10).against(0),
                                Estimate.percent(
                                    deviations(details, pair.first()),
                                    deviations(details, pair.second())),
                                "%")))
        .toList();
  }

  private static double[] deviations(Details details, String label) {
    double[] values = Estimate.bySeed(details, label, "sae_mse");
    double[] sorted = Arrays.stream(values).filter(Double::isFinite).sorted().toArray();
    double median = sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
    return Arrays.stream(values).map(value -> Math.abs(value - median)).toArray();
  }
}
