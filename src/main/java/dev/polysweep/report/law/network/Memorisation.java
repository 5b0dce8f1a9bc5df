package dev.polysweep.report.law.network;

import dev.polysweep.report.law.Estimate;
import dev.polysweep.report.law.Law;
import dev.polysweep.report.law.Reading;
import dev.polysweep.report.page.Details;
import dev.polysweep.report.page.Prediction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A model with few samples gives samples dimensions of their own, as it gives them to features when
 * it has many, and between the two the error on new samples is larger than with fewer samples.
 *
 * <p>Estimator: the largest dimensionality of a training sample, that is of its hidden activations,
 * minus that of a feature, that is of a column of W, paired by seed, at the sweep's smallest and at
 * its largest number of samples. (Means would tell nothing: both add up to the hidden dimensions,
 * so the fewer always have the larger mean.) The prediction is the sign. For the bump: the error on
 * new samples at the second number of samples over that at the first, in per cent; its sign.
 */
public final class Memorisation implements Law {

  @Override
  public String experiment() {
    return "network";
  }

  @Override
  public String name() {
    return "memorisation";
  }

  @Override
  public String source() {
    return "Henighan et al. 2023";
  }

  @Override
  public String statement() {
    return "Few samples are stored as samples, many as features, and between the two errors are larger.";
  }

  @Override
  public List<String> metrics() {
    return List.of("sample_dim_fracs_max_0", "dim_fracs_max", "val_mse");
  }

  @Override
  public List<Reading> read(Details details) {
    List<TiedNetwork> networks =
        TiedNetwork.of(details).stream()
            .filter(network -> details.text(network.label(), "data_unit_norm").equals("true"))
            .sorted(Comparator.comparingDouble(network -> samples(details, network)))
            .toList();
    if (networks.size() < 2) {
      return List.of();
    }
    List<Reading> readings = new ArrayList<>();
    readings.add(reading(details, networks.get(0), 1));
    readings.add(reading(details, networks.get(networks.size() - 1), -1));
    if (networks.size() > 2) {
      readings.add(bump(details, networks.get(0), networks.get(1)));
    }
    return readings;
  }

  private static double samples(Details details, TiedNetwork network) {
    double all = details.number(network.label(), "data_samples");
    return Double.isNaN(details.number(network.label(), "data_held_out"))
        ? all - Math.floor(all * details.number(network.label(), "data_validation_share"))
        : all;
  }

  private static Reading bump(Details details, TiedNetwork few, TiedNetwork more) {
    return new Reading(
        "error on new samples with "
            + Math.round(samples(details, more))
            + " samples against "
            + Math.round(samples(details, few)),
        Prediction.atLeast(0),
        Estimate.percent(
            Estimate.bySeed(details, more.label(), "val_mse"),
            Estimate.bySeed(details, few.label(), "val_mse")),
        "%");
  }

  private static Reading reading(Details details, TiedNetwork network, int sign) {
    double[] ofSamples = Estimate.bySeed(details, network.label(), "sample_dim_fracs_max_0");
    double[] ofFeatures = Estimate.bySeed(details, network.label(), "dim_fracs_max");
    boolean few = sign > 0;
    return new Reading(
        "largest dimensionality, "
            + (few ? "samples over that of features" : "features over that of samples")
            + ", "
            + Math.round(samples(details, network))
            + " samples",
        Prediction.atLeast(0),
        few
            ? Estimate.difference(ofSamples, ofFeatures)
            : Estimate.difference(ofFeatures, ofSamples),
        "dimensions");
  }
}
