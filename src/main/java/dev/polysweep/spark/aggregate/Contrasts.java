package dev.polysweep.spark.aggregate;

import dev.polysweep.metric.statistic.Holm;
import dev.polysweep.metric.statistic.PairedContrast;
import dev.polysweep.table.Column;
import dev.polysweep.table.row.ContrastRow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/**
 * Makes the rows of {@code contrasts}, each a label compared with the baseline, paired by seed. The
 * groups have the key (ordinal, label), the baseline's first, and are all in one partition, since
 * Holm's adjustment looks at every label of a metric. Memory: the values of two labels, and the
 * rows.
 *
 * @param baseline label that the others are compared with; without cells of it there are no rows
 * @param metrics the metrics, in the order of the groups' values
 */
record Contrasts(String baseline, List<Column> metrics) implements Fold {

  @Override
  public Iterator<ContrastRow> rows(Iterator<SeedGroup> groups) {
    if (!groups.hasNext()) {
      return Collections.emptyIterator();
    }
    SeedGroup base = groups.next();
    if (!base.key().get(1).equals(baseline)) {
      return Collections.emptyIterator();
    }
    List<String> labels = new ArrayList<>();
    List<List<PairedContrast>> byMetric = new ArrayList<>();
    metrics.forEach(metric -> byMetric.add(new ArrayList<>()));
    while (groups.hasNext()) {
      SeedGroup group = groups.next();
      labels.add((String) group.key().get(1));
      for (int m = 0; m < metrics.size(); m++) {
        PairedContrast contrast = PairedContrast.of(group.at(m, base.seeds()), base.values()[m]);
        byMetric.get(m).add(Ranges.within(contrast, metrics.get(m)));
      }
    }
    List<Double[]> adjusted = byMetric.stream().map(Contrasts::holm).toList();
    List<ContrastRow> rows = new ArrayList<>();
    for (int i = 0; i < labels.size(); i++) {
      for (int m = 0; m < metrics.size(); m++) {
        PairedContrast c = byMetric.get(m).get(i);
        if (c.n() > 0) {
          rows.add(row(labels.get(i), metrics.get(m).name(), c, adjusted.get(m)[i]));
        }
      }
    }
    return rows.iterator();
  }

  private static Double[] holm(List<PairedContrast> contrasts) {
    return Holm.adjust(contrasts.stream().map(PairedContrast::p).toArray(Double[]::new));
  }

  private ContrastRow row(String label, String metric, PairedContrast c, Double pHolm) {
    return new ContrastRow(
        label,
        baseline,
        metric,
        c.n(),
        c.delta(),
        c.ci95Low(),
        c.ci95High(),
        c.deltaPct(),
        c.pctCi95Low(),
        c.pctCi95High(),
        c.t(),
        c.p(),
        pHolm,
        c.hedgesG());
  }
}
