package dev.polysweep.report.experiment;

import dev.polysweep.report.page.Details;
import dev.polysweep.report.page.ExperimentPage;
import dev.polysweep.report.page.Finding;
import dev.polysweep.table.CellValues;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The page of the taming experiment: verdicts on the claims of the original experiment. */
public final class TamingPage implements ExperimentPage {

  private static final String INTERFERENCE = "interference";

  @Override
  public String experiment() {
    return "taming";
  }

  @Override
  public List<String> metrics() {
    return List.of(INTERFERENCE);
  }

  @Override
  public List<Finding> findings(Details details) {
    long[] seeds =
        details.cells().stream().mapToLong(CellValues::seed).sorted().distinct().toArray();
    List<TamingFindings.Arm> arms = new ArrayList<>();
    for (String label : details.labels()) {
      double[] bySeed = new double[seeds.length];
      Arrays.fill(bySeed, Double.NaN);
      for (CellValues cell : details.cells(label)) {
        bySeed[Arrays.binarySearch(seeds, cell.seed())] = cell.metric(INTERFERENCE);
      }
      Map<String, String> settings = new LinkedHashMap<>();
      details.settings().get(label).forEach((name, v) -> settings.put(name, String.valueOf(v)));
      arms.add(new TamingFindings.Arm(label, settings, bySeed));
    }
    return TamingFindings.taming(arms);
  }
}
