package dev.polysweep.spark.aggregate;

import dev.polysweep.metric.statistic.Holm;
import dev.polysweep.metric.statistic.MissingCells;
import dev.polysweep.metric.statistic.VarianceDesign;
import dev.polysweep.metric.statistic.VarianceShare;
import dev.polysweep.metric.statistic.VarianceShares;
import dev.polysweep.table.row.ShareRow;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes the rows of {@code shares}: what the variance of each metric comes from. The groups have
 * the key (ordinal, label) and are all in one partition. A metric that does not vary has no rows,
 * and a sweep of one configuration or one seed has none.
 *
 * @param settings from a label to its swept settings as text, in one order for all labels
 * @param metrics names of the metrics, in the order of the groups' values
 */
record Shares(Map<String, Map<String, String>> settings, List<String> metrics) implements Fold {

  @Override
  public Iterator<ShareRow> rows(Iterator<SeedGroup> groups) {
    SeedMatrix cells = SeedMatrix.of(groups);
    Map<List<Integer>, VarianceDesign> designs = new LinkedHashMap<>();
    return Flattened.of(
        java.util.stream.IntStream.range(0, metrics.size()).iterator(), m -> of(cells, m, designs));
  }

  private List<ShareRow> of(
      SeedMatrix cells, int metric, Map<List<Integer>, VarianceDesign> designs) {
    MissingCells complete = MissingCells.fill(cells.values(metric));
    if (complete.rows().size() < 2) {
      return List.of();
    }
    VarianceDesign design =
        designs.computeIfAbsent(complete.rows(), rows -> design(cells.labels(), rows));
    List<VarianceShare> shares = VarianceShares.of(design, complete.values());
    Double[] adjusted = Holm.adjust(shares.stream().map(VarianceShare::p).toArray(Double[]::new));
    List<ShareRow> rows = new ArrayList<>();
    for (int i = 0; i < shares.size(); i++) {
      VarianceShare share = shares.get(i);
      rows.add(
          new ShareRow(
              metrics.get(metric),
              share.source(),
              design.configurations(),
              complete.values()[0].length,
              complete.filled(),
              design.grid(),
              share.df(),
              share.share(),
              share.ci95Low(),
              share.ci95High(),
              share.p(),
              adjusted[i]));
    }
    return rows;
  }

  private VarianceDesign design(List<String> labels, List<Integer> rows) {
    Map<String, List<String>> bySetting = new LinkedHashMap<>();
    for (int row : rows) {
      settings
          .get(labels.get(row))
          .forEach((name, v) -> bySetting.computeIfAbsent(name, n -> new ArrayList<>()).add(v));
    }
    return new VarianceDesign(bySetting);
  }
}
