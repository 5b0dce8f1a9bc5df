package dev.polysweep.report.law.toy;

import dev.polysweep.report.law.Estimate;
import dev.polysweep.report.law.Law;
import dev.polysweep.report.law.Reading;
import dev.polysweep.report.page.Details;
import dev.polysweep.report.page.Prediction;
import dev.polysweep.table.CellValues;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Of two features in one dimension the second is left out, gets the dimension or shares it,
 * whichever is cheapest in closed form.
 *
 * <p>Estimator: the share of points in the cheapest phase, of the points at which the second
 * cheapest costs at least a tenth more; by seed. The tolerance of a twentieth is for points near a
 * boundary, where some restarts end in the other phase.
 */
public final class PhaseDiagram implements Law {

  private static final double CLEAR = 0.1;

  @Override
  public String experiment() {
    return "toy";
  }

  @Override
  public String name() {
    return "phase diagram";
  }

  @Override
  public String source() {
    return "Elhage et al. 2022";
  }

  @Override
  public String statement() {
    return "Two features in one dimension are in the phase that is cheapest in closed form.";
  }

  @Override
  public List<String> metrics() {
    return List.of("phase", "phase_predicted", "phase_margin");
  }

  @Override
  public List<Reading> read(Details details) {
    Map<Long, double[]> bySeed = new TreeMap<>();
    for (CellValues cell : details.cells()) {
      if (cell.metric("phase_margin") >= CLEAR) {
        double[] counts = bySeed.computeIfAbsent(cell.seed(), seed -> new double[2]);
        counts[0] += cell.metric("phase") == cell.metric("phase_predicted") ? 1 : 0;
        counts[1]++;
      }
    }
    if (bySeed.values().stream().allMatch(counts -> counts[1] < 2)) {
      return List.of();
    }
    double[] shares =
        bySeed.values().stream().mapToDouble(counts -> counts[0] / counts[1]).toArray();
    return List.of(
        new Reading(
            "clear points in the cheapest phase",
            Prediction.atLeast(0.95),
            Estimate.share(shares),
            ""));
  }
}
