package dev.polysweep.report.law.toy;

import dev.polysweep.report.law.Estimate;
import dev.polysweep.report.law.Law;
import dev.polysweep.report.law.Reading;
import dev.polysweep.report.page.Details;
import dev.polysweep.report.page.Prediction;
import java.util.List;

/**
 * A model whose features form a regular k-gon has the loss of the best regular k-gon: the minimum
 * over its radius and its bias, which all features share.
 *
 * <p>Chen et al. give the loss in closed form where exactly one feature is active; {@link
 * PolygonCost} takes the expectation for the sweep's own feature probability. Estimator: the final
 * loss of the seeds that formed the polygon, over the predicted one. The tolerance of 3 % is for
 * the error of that expectation, 1 %, and for what the last steps leave to be gained.
 */
public final class PolygonLoss implements Law {

  @Override
  public String experiment() {
    return "toy";
  }

  @Override
  public String name() {
    return "loss of k-gons";
  }

  @Override
  public String source() {
    return "Chen et al. 2023";
  }

  @Override
  public String statement() {
    return "Features in a regular k-gon have the loss of the best regular k-gon.";
  }

  @Override
  public List<String> metrics() {
    return List.of("final_loss", "regular_polygon");
  }

  @Override
  public List<Reading> read(Details details) {
    return RegularPolygons.equal(details, "relu").stream()
        .filter(label -> details.number(label, "n_features") >= 4)
        .filter(label -> details.number(label, "n_features") <= 6)
        .filter(label -> details.number(label, "feature_probability") <= PolygonCost.SPARSE)
        .map(label -> reading(details, label))
        .filter(reading -> reading.measured().seeds() >= 5)
        .toList();
  }

  private static Reading reading(Details details, String label) {
    int k = (int) details.number(label, "n_features");
    double best = new PolygonCost(k, details.number(label, "feature_probability")).least();
    double reduced =
        details.text(label, "loss_reduction").equalsIgnoreCase("sum") ? best : best / k;
    return new Reading(
        "loss of " + k + "-gons over that of the best",
        Prediction.near(1, 0.03),
        Estimate.mean(
            Estimate.bySeed(
                details,
                label,
                cell ->
                    cell.metric("regular_polygon") == 1
                        ? cell.metric("final_loss") / reduced
                        : Double.NaN)),
        "");
  }
}
