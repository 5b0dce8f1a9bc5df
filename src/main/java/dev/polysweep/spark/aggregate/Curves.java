package dev.polysweep.spark.aggregate;

import dev.polysweep.metric.statistic.SampleSummary;
import dev.polysweep.table.Column;
import dev.polysweep.table.row.CurveRow;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Makes the rows of {@code curves}: the mean and confidence interval over seeds of each metric at
 * each logged epoch. The groups have the key (ordinal, label, phase, epoch).
 *
 * @param metrics names of the metrics, in the order of the groups' values
 */
record Curves(List<Column> metrics) implements Fold {

  @Override
  public Iterator<CurveRow> rows(Iterator<SeedGroup> groups) {
    return Flattened.of(groups, this::of);
  }

  private List<CurveRow> of(SeedGroup group) {
    String label = (String) group.key().get(1);
    String phase = (String) group.key().get(2);
    int epoch = (Integer) group.key().get(3);
    List<CurveRow> rows = new ArrayList<>();
    for (int m = 0; m < metrics.size(); m++) {
      SampleSummary s = Ranges.summary(group.values()[m], metrics.get(m));
      if (s.n() > 0) {
        rows.add(
            new CurveRow(
                label,
                phase,
                epoch,
                metrics.get(m).name(),
                s.n(),
                s.mean(),
                s.ci95Low(),
                s.ci95High()));
      }
    }
    return rows;
  }
}
