package dev.polysweep.report.law.network;

import dev.polysweep.report.law.Estimate;
import dev.polysweep.report.law.Law;
import dev.polysweep.report.law.Reading;
import dev.polysweep.report.page.Details;
import dev.polysweep.report.page.Prediction;
import java.util.List;

/**
 * Without superposition, where only the m most frequent features are represented in m dimensions,
 * the loss is that of the features that are left out.
 *
 * <p>It bears on linear models, which cannot superpose; a model with ReLU does, whatever its weight
 * decay. A feature with the probability p that is left out costs its variance, p/3 − p²/4.
 * Estimator: the final loss over the sum of these costs from feature m + 1 on. The tolerance of 5 %
 * is for the spread of the last batches and what the last steps leave to be gained.
 */
public final class TailSum implements Law {

  @Override
  public String experiment() {
    return "network";
  }

  @Override
  public String name() {
    return "tail sum";
  }

  @Override
  public String source() {
    return "Liu et al. 2025";
  }

  @Override
  public String statement() {
    return "Without superposition the loss is that of the features beyond the width.";
  }

  @Override
  public List<String> metrics() {
    return List.of("final_loss");
  }

  @Override
  public List<Reading> read(Details details) {
    return InverseWidth.networks(details, "linear").stream()
        .map(network -> reading(details, network))
        .toList();
  }

  private static Reading reading(Details details, TiedNetwork network) {
    double first = details.number(network.label(), "data_feature_probability");
    double power = details.number(network.label(), "data_feature_power");
    double sum = 0;
    for (int i = network.hidden() + 1; i <= network.features(); i++) {
      double p = first * Math.pow(i, -power);
      sum += p / 3 - p * p / 4;
    }
    String reduction = details.text(network.label(), "loss_features");
    double tail = reduction.equalsIgnoreCase("sum") ? sum : sum / network.features();
    return new Reading(
        "loss over the tail sum, m = " + network.hidden(),
        Prediction.near(1, 0.05),
        Estimate.mean(
            Estimate.bySeed(details, network.label(), cell -> cell.metric("final_loss") / tail)),
        "");
  }
}
