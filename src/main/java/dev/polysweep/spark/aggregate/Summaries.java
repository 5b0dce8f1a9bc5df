package dev.polysweep.spark.aggregate;

import dev.polysweep.metric.statistic.SampleSummary;
import dev.polysweep.table.Column;
import dev.polysweep.table.row.SummaryRow;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Makes the rows of {@code summary}: statistics over seeds of each label's metrics. The groups have
 * the key (ordinal, label). A label has no row for a metric without any finite value.
 *
 * @param metrics definitions of the metrics, in the order of the groups' values
 */
record Summaries(List<Column> metrics) implements Fold {

  @Override
  public Iterator<SummaryRow> rows(Iterator<SeedGroup> groups) {
    return Flattened.of(groups, this::of);
  }

  private List<SummaryRow> of(SeedGroup group) {
    List<SummaryRow> rows = new ArrayList<>();
    for (int m = 0; m < metrics.size(); m++) {
      SampleSummary s = Ranges.summary(group.values()[m], metrics.get(m));
      if (s.n() > 0) {
        String label = (String) group.key().get(1);
        rows.add(
            new SummaryRow(
                label,
                metrics.get(m).name(),
                s.n(),
                s.mean(),
                s.sd(),
                s.sem(),
                s.ci95Low(),
                s.ci95High(),
                s.median(),
                s.min(),
                s.max()));
      }
    }
    return rows;
  }
}
