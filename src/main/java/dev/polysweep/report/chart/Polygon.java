package dev.polysweep.report.chart;

import dev.polysweep.metric.AngleGaps;
import dev.polysweep.table.CellValues;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a model arranges its features in two dimensions.
 *
 * @param represented features with ‖W_i‖ &gt; 0.5
 * @param regular whether the angles between neighbours are equal (sd below 3°)
 */
public record Polygon(int represented, boolean regular) implements Comparable<Polygon> {

  private static final List<String> NAMES =
      List.of("triangle", "square", "pentagon", "hexagon", "heptagon", "octagon");

  /** The polygon of a cell, by {@code represented_features} and {@code angle_gap_sd}. */
  public static Polygon of(CellValues cell) {
    int represented = (int) Math.round(cell.metric("represented_features"));
    return new Polygon(represented, cell.metric("angle_gap_sd") < AngleGaps.REGULAR);
  }

  /** Number of cells with each polygon, the smallest polygon first. */
  public static Map<Polygon, Integer> census(List<CellValues> cells) {
    Map<Polygon, Integer> census = new TreeMap<>();
    cells.forEach(cell -> census.merge(of(cell), 1, Integer::sum));
    return census;
  }

  /** The commonest polygon of a census that is not empty; the greater of equally common ones. */
  static Polygon commonest(Map<Polygon, Integer> census) {
    return census.entrySet().stream()
        .max(
            Map.Entry.<Polygon, Integer>comparingByValue()
                .thenComparing(Map.Entry.comparingByKey()))
        .orElseThrow()
        .getKey();
  }

  /** Of the cells with the commonest polygon, the one in the middle by {@code angle_gap_sd}. */
  public static CellValues typical(List<CellValues> cells) {
    Polygon commonest = commonest(census(cells));
    List<CellValues> alike =
        cells.stream()
            .filter(cell -> of(cell).equals(commonest))
            .sorted(Comparator.comparingDouble(cell -> cell.metric("angle_gap_sd")))
            .toList();
    return alike.get((alike.size() - 1) / 2);
  }

  /** {@code pentagon}, {@code pair}, {@code 5 uneven}. */
  public String name() {
    if (represented < 2) {
      return represented == 0 ? "none" : "one";
    }
    if (!regular) {
      return represented + " uneven";
    }
    return represented == 2
        ? "pair"
        : represented - 3 < NAMES.size() ? NAMES.get(represented - 3) : represented + "-gon";
  }

  /** The name, with the number of features where some are dropped: {@code pentagon (5 of 6)}. */
  public String name(int features) {
    return represented < features ? name() + " (" + represented + " of " + features + ")" : name();
  }

  @Override
  public int compareTo(Polygon other) {
    int byCount = Integer.compare(represented, other.represented);
    return byCount != 0 ? byCount : Boolean.compare(regular, other.regular);
  }
}
