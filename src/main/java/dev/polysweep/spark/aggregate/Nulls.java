package dev.polysweep.spark.aggregate;

import dev.polysweep.metric.statistic.SampleSummary;
import dev.polysweep.metric.statistic.Stouffer;
import dev.polysweep.table.row.NullRow;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Makes the rows of {@code nulls}: the comparisons of a label's cells with null distributions,
 * combined over seeds by Stouffer's method. The groups have the key (ordinal, label). A label has
 * no row for a metric that none of its cells has compared.
 *
 * @param tests from a label to its comparisons
 * @param metrics names of the columns that hold the comparisons, in the order of the groups' values
 */
record Nulls(Map<String, List<NullTest>> tests, List<String> metrics) implements Fold {

  @Override
  public Iterator<NullRow> rows(Iterator<SeedGroup> groups) {
    return Flattened.of(groups, this::of);
  }

  private List<NullRow> of(SeedGroup group) {
    String label = (String) group.key().get(1);
    List<NullRow> rows = new ArrayList<>();
    for (NullTest test : tests.getOrDefault(label, List.of())) {
      double[][] columns =
          NullTest.SUFFIXES.stream()
              .map(suffix -> group.values()[metrics.indexOf(test.metric() + suffix)])
              .toArray(double[][]::new);
      SampleSummary z = SampleSummary.of(columns[2]);
      if (z.n() > 0) {
        Stouffer combined = Stouffer.of(columns[3], columns[4]);
        rows.add(
            new NullRow(
                label,
                test.metric(),
                test.method(),
                test.draws(),
                z.n(),
                SampleSummary.of(columns[0]).mean(),
                SampleSummary.of(columns[1]).mean(),
                z.mean(),
                z.ci95Low(),
                z.ci95High(),
                combined.pLess(),
                combined.pMore()));
      }
    }
    return rows;
  }
}
