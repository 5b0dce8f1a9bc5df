package dev.polysweep.spark.store;

import dev.polysweep.experiment.Experiment;
import dev.polysweep.sweep.Configuration;
import dev.polysweep.sweep.Sweep;
import dev.polysweep.sweep.result.SweepTables;
import dev.polysweep.table.Column;
import dev.polysweep.table.TableSchema;
import dev.polysweep.table.row.ArrayRow;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The tables that a sweep fills: {@code cells}, {@code epochs}, {@code arrays}, and the
 * experiment's own tables of events.
 *
 * @param cells schema of {@code cells}, without the partition column {@code wave}
 * @param epochs schema of {@code epochs}
 * @param swept from each column of {@code cells} that holds a swept setting to the setting's JSON
 *     path in the column {@code config}
 * @param cellMetrics names of the columns of {@code cells} that are metrics
 * @param epochMetrics names of the columns of {@code epochs} that are metrics, {@code loss} first
 * @param events schemas of the experiment's tables of events, with all their columns
 */
public record ResultTables(
    TableSchema cells,
    TableSchema epochs,
    Map<String, String> swept,
    List<String> cellMetrics,
    List<String> epochMetrics,
    List<TableSchema> events)
    implements Serializable {

  /** Name of the partition column, whose values are in the names of directories. */
  private static final String WAVE = "wave";

  /**
   * Returns the tables of a sweep.
   *
   * @throws dev.polysweep.sweep.yaml.SweepException if the column of a swept setting has the name
   *     of another column
   */
  public static ResultTables of(Sweep sweep, Experiment<?> experiment) {
    TableSchema documented = SweepTables.cells(sweep, experiment);
    List<Column> columns =
        documented.columns().stream().filter(column -> !column.name().equals(WAVE)).toList();
    Configuration first = sweep.configurations().get(0);
    Map<String, String> swept = new TreeMap<>(JsonPaths.of(first.json()));
    swept.keySet().retainAll(first.swept().keySet());
    List<String> epochMetrics = new ArrayList<>(List.of("loss"));
    experiment.epochMetrics().forEach(column -> epochMetrics.add(column.name()));
    return new ResultTables(
        new TableSchema(documented.name(), documented.row(), columns),
        SweepTables.epochs(experiment),
        swept,
        experiment.cellMetrics().stream().map(Column::name).toList(),
        epochMetrics,
        SweepTables.events(experiment));
  }

  /** The schema of {@code arrays}. */
  public TableSchema arrays() {
    return ArrayRow.SCHEMA;
  }

  /**
   * The schema of a table of events.
   *
   * @throws IllegalArgumentException if the experiment has no such table
   */
  public TableSchema events(String name) {
    return events.stream()
        .filter(table -> table.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no table of events " + name));
  }

  /**
   * All tables, in the order in which a wave's directories are moved into place: {@code cells} is
   * last.
   */
  public List<TableSchema> all() {
    List<TableSchema> all = new ArrayList<>(List.of(arrays(), epochs));
    all.addAll(events);
    all.add(cells);
    return all;
  }
}
