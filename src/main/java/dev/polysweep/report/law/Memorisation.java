package dev.polysweep.report.law;

import dev.polysweep.report.page.Details;
import dev.polysweep.report.page.Prediction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A model with few samples gives samples dimensions of their own, as it gives them to features when
 * it has many.
 *
 * <p>Estimator: the mean dimensionality of training samples, that is of their hidden activations,
 * minus that of features, that is of the columns of W, paired by seed, at the sweep's smallest and
 * at its largest number of samples. The prediction is the sign: above 0 at the first, below at the
 * second.
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
    return "Few samples are stored as samples, many as features.";
  }

  @Override
  public List<String> metrics() {
    return List.of("sample_dim_fracs_0", "dim_fracs_mean");
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
    return readings;
  }

  private static double samples(Details details, TiedNetwork network) {
    double all = details.number(network.label(), "data_samples");
    return all - Math.floor(all * details.number(network.label(), "data_validation_share"));
  }

  private static Reading reading(Details details, TiedNetwork network, int sign) {
    double[] ofSamples = Estimate.bySeed(details, network.label(), "sample_dim_fracs_0");
    double[] ofFeatures = Estimate.bySeed(details, network.label(), "dim_fracs_mean");
    boolean few = sign > 0;
    return new Reading(
        "dimensionality of "
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
