package dev.polysweep.report.chart;

import dev.polysweep.metric.geometry.AngleGaps;
import dev.polysweep.table.CellValues;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The arrangement of a model's features in two hidden dimensions.
 *
 * @param represented number of features with ‖W_i‖ &gt; 0.5
 * @param regular whether the angles between neighbouring features are equal, that is, have a
 *     standard deviation below 3°
 */
public record Polygon(int represented, boolean regular) implements Comparable<Polygon> {

  private static final List<String> NAMES =
      List.of("triangle", "square", "pentagon", "hexagon", "heptagon", "octagon");

  /**
   * Returns the polygon of a cell, according to its metrics {@code represented_features} and {@code
   * angle_gap_sd}.
   */
  public static Polygon of(CellValues cell) {
    int represented = (int) Math.round(cell.metric("represented_features"));
    return new Polygon(represented, cell.metric("angle_gap_sd") < AngleGaps.REGULAR);
  }

  /** Counts the cells with each polygon. The polygon with the fewest corners comes first. */
  public static Map<Polygon, Integer> census(List<CellValues> cells) {
    Map<Polygon, Integer> census = new TreeMap<>();
    cells.forEach(cell -> census.merge(of(cell), 1, Integer::sum));
    return census;
  }

  /**
   * Returns the most frequent polygon of a census. Of equally frequent polygons it is the greatest.
   */
  static Polygon commonest(Map<Polygon, Integer> census) {
    return census.entrySet().stream()
        .max(
            Map.Entry.<Polygon, Integer>comparingByValue()
                .thenComparing(Map.Entry.comparingByKey()))
        .orElseThrow()
        .getKey();
  }

  /**
   * Returns a typical cell: among the cells with the most frequent polygon the one with the median
   * {@code angle_gap_sd}, which for an even number of cells is the lower of the two in the middle.
   */
  public static CellValues typical(List<CellValues> cells) {
    Polygon commonest = commonest(census(cells));
    List<CellValues> alike =
        cells.stream()
            .filter(cell -> of(cell).equals(commonest))
            .sorted(Comparator.comparingDouble(cell -> cell.metric("angle_gap_sd")))
            .toList();
    return alike.get((alike.size() - 1) / 2);
  }

  /**
   * Returns the name of the arrangement, for example {@code pentagon}, {@code pair} or {@code 5
   * uneven}.
   */
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

  /**
   * Returns the name of the arrangement in a model of the given number of features, and how many of
   * them it has if it lacks some: {@code pentagon (5 of 6)}, {@code 3 of 5, uneven}.
   */
  public String name(int features) {
    if (represented >= features || represented == 0) {
      return name();
    }
    String some = represented + " of " + features;
    if (represented == 1) {
      return some;
    }
    return regular ? name() + " (" + some + ")" : some + ", uneven";
  }

  @Override
  public int compareTo(Polygon other) {
    int byCount = Integer.compare(represented, other.represented);
    return byCount != 0 ? byCount : Boolean.compare(regular, other.regular);
  }
}
