package dev.polysweep.report.page;

import dev.polysweep.table.CellValues;
import dev.polysweep.table.RunTable;
import dev.polysweep.table.SeedCurve;
import dev.polysweep.table.row.ArrayRow;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The detailed results from which an {@link ExperimentPage} is made where the aggregate tables are
 * too coarse: the settings of the configurations, the metrics of single cells, and matrices.
 *
 * @param settings every setting of every configuration, by label in the sweep's order and then by
 *     column name; a value is text, a number or a boolean
 * @param cells the metrics that the page asked for, of the cells that ended well, ordered by label
 *     as in the sweep and then by seed
 * @param arrays the matrices that the page asked for, of the same cells
 * @param runs single runs for the explorer, however they ended
 * @param curves curves of single cells, where the seeds are few and the page asked for them
 */
public record Details(
    Map<String, Map<String, Object>> settings,
    List<CellValues> cells,
    List<ArrayRow> arrays,
    RunTable runs,
    List<SeedCurve> curves) {

  /** The details of a sweep without configurations, cells and matrices. */
  public static final Details NONE = new Details(Map.of(), List.of(), List.of());

  /**
   * Greatest number of seeds of which figures show the curve of each. The interval of so few is so
   * wide that it would hide the curves.
   */
  public static final int FEW_SEEDS = 5;

  /** Makes details without runs for the explorer and without curves. */
  public Details(
      Map<String, Map<String, Object>> settings, List<CellValues> cells, List<ArrayRow> arrays) {
    this(settings, cells, arrays, RunTable.NONE, List.of());
  }

  /** Makes unmodifiable copies of the lists and the map, in which the order is kept. */
  public Details {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    cells = List.copyOf(cells);
    arrays = List.copyOf(arrays);
    curves = List.copyOf(curves);
  }

  /** Returns the labels in the sweep's order. */
  public List<String> labels() {
    return List.copyOf(settings.keySet());
  }

  /**
   * Returns the value of a setting as text. The text is {@code "null"} where the setting has no
   * value.
   */
  public String text(String label, String column) {
    return String.valueOf(settings.get(label).get(column));
  }

  /**
   * Returns the value of a setting as a number. The number is NaN where the setting has no value or
   * its value is not a number.
   */
  public double number(String label, String column) {
    return settings.get(label).get(column) instanceof Number n ? n.doubleValue() : Double.NaN;
  }

  /** Returns the cells of a label, ordered by seed. */
  public List<CellValues> cells(String label) {
    return cells.stream().filter(cell -> cell.label().equals(label)).toList();
  }

  /** Returns the matrices of a label that have the given name, ordered by seed. */
  public List<ArrayRow> arrays(String label, String name) {
    return arrays.stream().filter(a -> a.label().equals(label) && a.name().equals(name)).toList();
  }

  /**
   * Returns the matrix of one cell. It is empty if the cell left no such matrix or if the matrix
   * was too large to be loaded.
   */
  public Optional<ArrayRow> array(String label, long seed, String name) {
    return arrays(label, name).stream().filter(a -> a.seed() == seed).findFirst();
  }
}
