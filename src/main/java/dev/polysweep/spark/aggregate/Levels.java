package dev.polysweep.spark.aggregate;

import dev.polysweep.metric.statistic.Holm;
import dev.polysweep.metric.statistic.PairedContrast;
import dev.polysweep.metric.statistic.SampleSummary;
import dev.polysweep.table.Column;
import dev.polysweep.table.row.LevelRow;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes the rows of {@code levels}: each metric at each value of each swept setting, averaged over
 * the configurations that have it. Averages are taken within a seed and then summarised over seeds.
 * The groups have the key (ordinal, label) and are all in one partition.
 *
 * @param settings from a label to its swept settings as text, in one order for all labels
 * @param reference label whose values the others are compared with
 * @param metrics definitions of the metrics, in the order of the groups' values
 */
record Levels(Map<String, Map<String, String>> settings, String reference, List<Column> metrics)
    implements Fold {

  @Override
  public Iterator<LevelRow> rows(Iterator<SeedGroup> groups) {
    SeedMatrix cells = SeedMatrix.of(groups);
    return Flattened.of(
        java.util.stream.IntStream.range(0, metrics.size()).iterator(), m -> of(cells, m));
  }

  private List<LevelRow> of(SeedMatrix cells, int metric) {
    double[][] values = cells.values(metric);
    List<LevelRow> rows = new ArrayList<>();
    for (String setting : settings.get(reference).keySet()) {
      Map<String, List<Integer>> byLevel = new LinkedHashMap<>();
      for (int c = 0; c < values.length; c++) {
        String level = settings.get(cells.labels().get(c)).get(setting);
        byLevel.computeIfAbsent(level, l -> new ArrayList<>()).add(c);
      }
      if (byLevel.size() > 1) {
        level(metrics.get(metric), setting, byLevel, values, rows);
      }
    }
    Double[] adjusted = Holm.adjust(rows.stream().map(LevelRow::p).toArray(Double[]::new));
    for (int i = 0; i < adjusted.length; i++) {
      rows.set(i, with(rows.get(i), adjusted[i]));
    }
    return rows;
  }

  private void level(
      Column metric,
      String setting,
      Map<String, List<Integer>> byLevel,
      double[][] values,
      List<LevelRow> rows) {
    String base = settings.get(reference).get(setting);
    double[] baseMeans = byLevel.containsKey(base) ? means(values, byLevel.get(base)) : null;
    byLevel.forEach(
        (level, members) -> {
          double[] means = means(values, members);
          SampleSummary s = Ranges.summary(means, metric);
          if (s.n() > 0) {
            boolean compared = baseMeans != null && !level.equals(base);
            PairedContrast c = compared ? PairedContrast.of(means, baseMeans) : null;
            boolean some = c != null && c.n() > 0;
            rows.add(
                new LevelRow(
                    metric.name(),
                    setting,
                    level,
                    members.size(),
                    s.n(),
                    s.mean(),
                    s.ci95Low(),
                    s.ci95High(),
                    base,
                    some ? c.delta() : null,
                    some ? c.ci95Low() : null,
                    some ? c.ci95High() : null,
                    some ? c.p() : null,
                    null));
          }
        });
  }

  /** The mean over some configurations at each seed; NaN where one of them has no value. */
  private static double[] means(double[][] values, List<Integer> members) {
    double[] means = new double[values[0].length];
    for (int c : members) {
      for (int s = 0; s < means.length; s++) {
        means[s] += values[c][s] / members.size();
      }
    }
    return means;
  }

  private static LevelRow with(LevelRow r, Double pHolm) {
    return new LevelRow(
        r.metric(),
        r.setting(),
        r.level(),
        r.configurations(),
        r.n(),
        r.mean(),
        r.ci95Low(),
        r.ci95High(),
        r.reference(),
        r.delta(),
        r.deltaCi95Low(),
        r.deltaCi95High(),
        r.p(),
        pHolm);
  }
}
