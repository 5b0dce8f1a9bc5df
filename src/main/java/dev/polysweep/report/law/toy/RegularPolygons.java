package dev.polysweep.report.law.toy;

import dev.polysweep.report.law.Estimate;
import dev.polysweep.report.law.Labels;
import dev.polysweep.report.law.Law;
import dev.polysweep.report.law.Reading;
import dev.polysweep.report.page.Details;
import dev.polysweep.report.page.Prediction;
import java.util.List;
import java.util.Map;

/**
 * Equally important features in two dimensions form a regular polygon with as many corners.
 *
 * <p>Estimator: the share of seeds whose model represents all its features at equal angles. It
 * holds where at least nine of ten seeds do so: the law speaks of what typically forms, and single
 * seeds may end in a worse arrangement. Three features are left out, since any three directions
 * more than 90° apart cost nothing.
 */
public final class RegularPolygons implements Law {

  private static final double MOST = 0.9;
  private static final String[] NAMES = {
    "a square", "a pentagon", "a hexagon", "a heptagon", "an octagon", "an enneagon", "a decagon"
  };

  @Override
  public String experiment() {
    return "toy";
  }

  @Override
  public String name() {
    return "regular polygons";
  }

  @Override
  public String source() {
    return "Elhage et al. 2022; the original of the toy model";
  }

  @Override
  public String statement() {
    return "Equally important sparse features in two dimensions form a regular polygon.";
  }

  @Override
  public List<String> metrics() {
    return List.of("regular_polygon");
  }

  @Override
  public List<Reading> read(Details details) {
    return equal(details, "relu").stream()
        .filter(label -> details.number(label, "n_features") >= 4)
        .filter(label -> details.number(label, "n_features") < 4 + NAMES.length)
        .map(
            label ->
                new Reading(
                    "seeds with " + NAMES[(int) details.number(label, "n_features") - 4],
                    Prediction.atLeast(MOST),
                    Estimate.share(Estimate.bySeed(details, label, "regular_polygon")),
                    ""))
        .toList();
  }

  /** The models of equally important features in two dimensions with an activation function. */
  static List<String> equal(Details details, String activation) {
    return Labels.with(
        details,
        Map.of(
            "activation", activation, "n_hidden", 2, "importance", "null", "importance_decay", 1));
  }
}
