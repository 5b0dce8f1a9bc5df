package dev.polysweep.spark.aggregate;

import dev.polysweep.metric.statistic.SampleSummary;
import dev.polysweep.table.row.EventSummaryRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Makes the rows of {@code event_summary} for one grouping of one table of events. The groups have
 * the grouping's keys as key, and a seed occurs as often as it has events. A row is marked as best
 * if its mean is the largest among the rows that have the same metric and the same keys except for
 * the last. Therefore all groups are in one partition; memory: the rows.
 *
 * @param events name of the table of events
 * @param keys columns that the events are grouped by
 * @param values names of the columns that are summarised, in the order of the groups' values
 */
record EventSummaries(String events, List<String> keys, List<String> values) implements Fold {

  private static final String SEPARATOR = ", ";

  @Override
  public Iterator<EventSummaryRow> rows(Iterator<SeedGroup> groups) {
    List<EventSummaryRow> rows = new ArrayList<>();
    List<List<Object>> rivals = new ArrayList<>();
    groups.forEachRemaining(
        group -> {
          for (int m = 0; m < values.size(); m++) {
            rows.add(row(group, m));
            List<Object> rival = new ArrayList<>(group.key().subList(0, keys.size() - 1));
            rival.add(values.get(m));
            rivals.add(rival);
          }
        });
    Map<List<Object>, Double> best = new HashMap<>();
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).mean() != null) {
        best.merge(rivals.get(i), rows.get(i).mean(), Math::max);
      }
    }
    List<EventSummaryRow> marked = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      Double mean = rows.get(i).mean();
      marked.add(
          mean != null && mean.equals(best.get(rivals.get(i))) ? best(rows.get(i)) : rows.get(i));
    }
    return marked.iterator();
  }

  private EventSummaryRow row(SeedGroup group, int metric) {
    double[] means = meansOfSeeds(group.seeds(), group.values()[metric]);
    SampleSummary s = SampleSummary.of(means);
    return new EventSummaryRow(
        events,
        String.join(SEPARATOR, keys),
        group.key().stream().map(String::valueOf).collect(Collectors.joining(SEPARATOR)),
        values.get(metric),
        group.seeds().length,
        means.length,
        s.n(),
        s.n() == 0 ? null : s.mean(),
        s.sd(),
        s.ci95Low(),
        s.ci95High(),
        false);
  }

  /**
   * The mean of the finite values of each seed, in the order of seeds; NaN for a seed that has
   * none. Equal seeds stand together in {@code seeds}.
   */
  private static double[] meansOfSeeds(long[] seeds, double[] of) {
    List<Double> means = new ArrayList<>();
    for (int i = 0; i < seeds.length; ) {
      long seed = seeds[i];
      double sum = 0;
      int count = 0;
      for (; i < seeds.length && seeds[i] == seed; i++) {
        if (Double.isFinite(of[i])) {
          sum += of[i];
          count++;
        }
      }
      means.add(sum / count);
    }
    return means.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static EventSummaryRow best(EventSummaryRow r) {
    return new EventSummaryRow(
        r.events(),
        r.keys(),
        r.group(),
        r.metric(),
        r.count(),
        r.seeds(),
        r.n(),
        r.mean(),
        r.sd(),
        r.ci95Low(),
        r.ci95High(),
        true);
  }
}
