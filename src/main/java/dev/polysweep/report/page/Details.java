package dev.polysweep.report.page;

import dev.polysweep.table.ArrayRow;
import dev.polysweep.table.CellValues;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an {@link ExperimentPage} is made from where the aggregate tables are too coarse: the
 * settings of the configurations, the metrics of single cells, and matrices.
 *
 * @param settings every setting of every configuration: by label in the sweep's order, then by
 *     column name, as text, number or truth value
 * @param cells the metrics that the page asked for, of the cells that ended well, ordered by label
 *     as in the sweep and then by seed
 * @param arrays the matrices that the page asked for, of the same cells
 */
public record Details(
    Map<String, Map<String, Object>> settings, List<CellValues> cells, List<ArrayRow> arrays) {

  /** Details of a sweep without configurations, cells and matrices. */
  public static final Details NONE = new Details(Map.of(), List.of(), List.of());

  /** Copies the lists and the map and keeps their order. */
  public Details {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    cells = List.copyOf(cells);
    arrays = List.copyOf(arrays);
  }

  /** The labels in the sweep's order. */
  public List<String> labels() {
    return List.copyOf(settings.keySet());
  }

  /**
   * A label for readers: where the configurations differ in one setting alone, and the label is its
   * value, the setting's name before it.
   */
  public String title(String label) {
    List<String> varied =
        settings.get(label).keySet().stream()
            .filter(c -> settings.values().stream().map(s -> s.get(c)).distinct().count() > 1)
            .toList();
    return varied.size() == 1 && label.matches("[-+.0-9e]+") ? varied.get(0) + " " + label : label;
  }

  /** The value of a setting as text; it is {@code "null"} where the setting has no value. */
  public String text(String label, String column) {
    return String.valueOf(settings.get(label).get(column));
  }

  /** The value of a setting as a number; it is NaN where the setting has none or is no number. */
  public double number(String label, String column) {
    return settings.get(label).get(column) instanceof Number n ? n.doubleValue() : Double.NaN;
  }

  /** The cells of a label, ordered by seed. */
  public List<CellValues> cells(String label) {
    return cells.stream().filter(cell -> cell.label().equals(label)).toList();
  }

  /** The matrices of a label that have a name, ordered by seed. */
  public List<ArrayRow> arrays(String label, String name) {
    return arrays.stream().filter(a -> a.label().equals(label) && a.name().equals(name)).toList();
  }

  /** The matrix of one cell, if the cell left one and it is small enough. */
  public Optional<ArrayRow> array(String label, long seed, String name) {
    return arrays(label, name).stream().filter(a -> a.seed() == seed).findFirst();
  }
}
