package dev.polysweep.spark.run;

import dev.polysweep.spark.store.ResultTables;
import dev.polysweep.spark.store.SparkRows;
import dev.polysweep.sweep.Cell;
import dev.polysweep.sweep.result.CellResult;
import dev.polysweep.sweep.result.EpochResult;
import dev.polysweep.sweep.result.EventResult;
import dev.polysweep.table.Column;
import dev.polysweep.table.TableSchema;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Makes the rows of a sweep's tables from trained cells. */
final class WaveRows implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ResultTables tables;

  WaveRows(ResultTables tables) {
    this.tables = tables;
  }

  /**
   * The rows of a cell in one table.
   *
   * @param staged the trained cell
   * @param table one of the sweep's tables
   */
  Iterator<Row> of(StagedCell staged, TableSchema table) {
    CellResult result = staged.result();
    if (table.equals(tables.epochs())) {
      return result.epochs().stream().map(epoch -> epoch(result.cell(), epoch)).iterator();
    }
    if (table.equals(tables.arrays())) {
      return result.arrays().stream().map(SparkRows::of).iterator();
    }
    if (table.equals(tables.cells())) {
      return List.of(cell(staged)).iterator();
    }
    return result.events().stream()
        .filter(event -> event.table().equals(table.name()))
        .map(event -> event(result.cell(), event, table))
        .iterator();
  }

  private Row cell(StagedCell staged) {
    CellResult result = staged.result();
    Cell cell = result.cell();
    Map<String, Object> values = new HashMap<>(cell.configuration().swept());
    values.putAll(result.metrics());
    values.put("cell_id", cell.id());
    values.put("label", cell.configuration().label());
    values.put("config", cell.configuration().json());
    values.put("seed", cell.seed());
    values.put("status", result.status().name().toLowerCase(Locale.ROOT));
    values.put("error", result.error());
    values.put("engine", result.engine());
    values.put("wall_ms", result.wallMs());
    values.put("host", staged.host());
    values.put("finished_at", staged.finished());
    return row(tables.cells(), values);
  }

  private Row epoch(Cell cell, EpochResult epoch) {
    Map<String, Object> values = new HashMap<>(epoch.metrics());
    values.put("cell_id", cell.id());
    values.put("label", cell.configuration().label());
    values.put("seed", cell.seed());
    values.put("phase", epoch.phase());
    values.put("epoch", epoch.epoch());
    values.put("loss", epoch.loss());
    return row(tables.epochs(), values);
  }

  private static Row event(Cell cell, EventResult event, TableSchema table) {
    Map<String, Object> values = new HashMap<>(event.values());
    values.put("cell_id", cell.id());
    values.put("label", cell.configuration().label());
    values.put("seed", cell.seed());
    return row(table, values);
  }

  private static Row row(TableSchema table, Map<String, Object> values) {
    return RowFactory.create(table.columns().stream().map(Column::name).map(values::get).toArray());
  }
}
