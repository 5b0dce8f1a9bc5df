package dev.polysweep.report.law.toy;

import dev.polysweep.report.law.Estimate;
import dev.polysweep.report.law.Law;
import dev.polysweep.report.law.Reading;
import dev.polysweep.report.page.Details;
import dev.polysweep.report.page.Prediction;
import java.util.Arrays;
import java.util.List;

/**
 * A linear model arranges its features in a regular polygon, as the original of the toy model
 * claims.
 *
 * <p>Estimator: the share of models with a polygon, averaged over the sweep's linear models of a
 * seed. It holds where nine of ten have one, as for the models with ReLU.
 */
public final class LinearPolygons implements Law {

  @Override
  public String experiment() {
    return "toy";
  }

  @Override
  public String name() {
    return "polygons of the linear model";
  }

  @Override
  public String source() {
    return "the original of the toy model";
  }

  @Override
  public String statement() {
    return "A linear model x' = WᵀWx arranges its features in a regular polygon.";
  }

  @Override
  public List<String> metrics() {
    return List.of("regular_polygon");
  }

  @Override
  public List<Reading> read(Details details) {
    List<String> labels =
        RegularPolygons.equal(details, "linear").stream()
            .filter(label -> details.number(label, "n_features") >= 4)
            .toList();
    return labels.isEmpty()
        ? List.of()
        : List.of(
            new Reading(
                "linear models with a regular polygon",
                Prediction.atLeast(0.9),
                Estimate.share(meanBySeed(details, labels, "regular_polygon")),
                ""));
  }

  /** The mean of a metric over labels, by seed; NaN where a label has no value. */
  static double[] meanBySeed(Details details, List<String> labels, String metric) {
    double[][] values =
        labels.stream()
            .map(label -> Estimate.bySeed(details, label, metric))
            .toArray(double[][]::new);
    double[] means = new double[values[0].length];
    Arrays.setAll(means, s -> Arrays.stream(values).mapToDouble(v -> v[s]).average().orElseThrow());
    return means;
  }
}
