package dev.polysweep.sweep.result;

import dev.polysweep.experiment.Experiment;
import dev.polysweep.sweep.Sweep;
import dev.polysweep.sweep.setting.Settings;
import dev.polysweep.sweep.yaml.SweepException;
import dev.polysweep.table.Column;
import dev.polysweep.table.EventTable;
import dev.polysweep.table.TableSchema;
import dev.polysweep.table.Type;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The schemas of the result tables whose columns depend on the sweep and its experiment. */
public final class SweepTables {

  private static final Column CELL_ID =
      Column.of(
          "cell_id",
          Type.STRING,
          "first 16 hex digits of SHA-256 over experiment, configuration and seed");
  private static final Column LABEL = Column.of("label", Type.STRING, "label of the configuration");
  private static final Column SEED =
      Column.of("seed", Type.LONG, "seed of every random draw of the cell");

  private static final List<Column> OUTCOME =
      List.of(
          Column.of(
              "config",
              Type.STRING,
              "every setting as canonical JSON (RFC 8785), defaults included"),
          SEED,
          Column.of("status", Type.STRING, "how the cell ended: ok, diverged or failed"),
          Column.of("error", Type.STRING, "why it did not end well; null if it did"),
          Column.of("engine", Type.STRING, "engine that trained it"),
          new Column(
              "wall_ms",
              Type.DOUBLE,
              "ms",
              "wall time spent on it, its share of what its pack had in common included",
              ""),
          Column.of("wave", Type.INT, "wave that committed it, from 0"),
          Column.of("host", Type.STRING, "machine that trained it"),
          Column.of("finished_at", Type.TIMESTAMP, "when it ended, UTC"));

  private static final List<Column> EPOCH =
      List.of(
          CELL_ID,
          LABEL,
          SEED,
          Column.of("phase", Type.STRING, "phase of the training"),
          Column.of("epoch", Type.INT, "epoch, from 1"),
          Column.of("loss", Type.DOUBLE, "loss of the epoch's forward pass, penalties included"));

  private SweepTables() {}

  /**
   * The schema of the table {@code cells}: the cell's identity, one typed column per swept setting,
   * how the cell ended, and one column per metric.
   *
   * @throws SweepException if a swept setting's column has the name of another column
   */
  public static TableSchema cells(Sweep sweep, Experiment<?> experiment) {
    Settings<?> settings = Settings.of(experiment);
    Set<String> reserved = reserved(experiment);
    List<Column> columns = new ArrayList<>(List.of(CELL_ID, LABEL));
    for (String name : sweep.configurations().get(0).swept().keySet()) {
      if (reserved.contains(name)) {
        throw new SweepException(
            sweep.name()
                + ": "
                + name
                + ": cannot be swept: the results have a column of that name");
      }
      columns.add(
          Column.of(name, settings.columnType(name), settings.ofColumn(name).setting().value()));
    }
    columns.addAll(OUTCOME);
    columns.addAll(experiment.cellMetrics());
    return new TableSchema("cells", "one cell, at its end", columns);
  }

  /**
   * The schema of the table {@code epochs}: the cell's identity, phase, epoch and loss, and one
   * column per metric.
   */
  public static TableSchema epochs(Experiment<?> experiment) {
    List<Column> columns = new ArrayList<>(EPOCH);
    columns.addAll(experiment.epochMetrics());
    return new TableSchema("epochs", "one cell at one logged epoch", columns);
  }

  /**
   * The schemas of the experiment's own tables of events: the cell's identity, followed by the
   * columns that the experiment declares.
   */
  public static List<TableSchema> events(Experiment<?> experiment) {
    List<TableSchema> tables = new ArrayList<>();
    for (EventTable table : experiment.eventTables()) {
      List<Column> columns = new ArrayList<>(List.of(CELL_ID, LABEL, SEED));
      columns.addAll(table.schema().columns());
      tables.add(new TableSchema(table.name(), table.schema().row(), columns));
    }
    return tables;
  }

  /** The names of the columns that the table {@code cells} has whichever settings are swept. */
  public static Set<String> reserved(Experiment<?> experiment) {
    Set<String> names = new LinkedHashSet<>(List.of(CELL_ID.name(), LABEL.name()));
    OUTCOME.forEach(column -> names.add(column.name()));
    experiment.cellMetrics().forEach(column -> names.add(column.name()));
    return names;
  }
}
