package dev.polysweep.job.source;

import dev.polysweep.table.SeedCurve;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Loads the curves of single cells, for figures of sweeps with few seeds. */
public final class SeedCurves {

  /** A cell, in the order of the curves. */
  private record Key(int place, long seed) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      return Comparator.comparingInt(Key::place).thenComparingLong(Key::seed).compare(this, other);
    }
  }

  private record Point(int epoch, double[] values) {}

  private SeedCurves() {}

  /**
   * Loads one curve for each cell with status ok and each metric that has values, ordered by label
   * as in the sweep, by seed and by metric.
   *
   * @param metrics names of columns of {@code epochs}
   * @throws IOException if results cannot be read
   */
  public static List<SeedCurve> of(SweepCells cells, List<String> metrics) throws IOException {
    List<String> columns = new ArrayList<>(List.of(SweepCells.ID, "seed", "epoch"));
    columns.addAll(metrics);
    Map<Key, List<Point>> points = new TreeMap<>();
    SweepCells.each(
        cells.stored().values(cells.tables().epochs().only(columns)),
        row -> {
          int place = cells.placeOfGood((String) row[0]);
          if (place >= 0) {
            points
                .computeIfAbsent(new Key(place, (long) row[1]), key -> new ArrayList<>())
                .add(new Point((int) row[2], SweepCells.numbers(row, 3)));
          }
        });
    List<SeedCurve> curves = new ArrayList<>();
    points.forEach(
        (cell, all) -> {
          all.sort(Comparator.comparingInt(Point::epoch));
          for (int m = 0; m < metrics.size(); m++) {
            int metric = m;
            List<Point> known =
                all.stream().filter(point -> !Double.isNaN(point.values()[metric])).toList();
            if (!known.isEmpty()) {
              curves.add(
                  new SeedCurve(
                      cells.label(cell.place()),
                      cell.seed(),
                      metrics.get(m),
                      known.stream().mapToInt(Point::epoch).toArray(),
                      known.stream().mapToDouble(point -> point.values()[metric]).toArray()));
            }
          }
        });
    return curves;
  }
}
