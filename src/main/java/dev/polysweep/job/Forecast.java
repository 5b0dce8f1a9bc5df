package dev.polysweep.job;

import dev.polysweep.spark.aggregate.SequentialAnalysis;
import dev.polysweep.sweep.Cell;
import dev.polysweep.sweep.Sweep;
import dev.polysweep.sweep.yaml.SweepException;
import dev.polysweep.table.CellValues;
import dev.polysweep.table.TableRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How many cells a sweep that decides its number of seeds will likely take, estimated from a pilot:
 * the cells that its results folder holds. It supposes that the differences and their spread stay
 * as the pilot has them, which a small pilot knows badly.
 *
 * @param pilot number of seeds of the pilot
 * @param seeds largest number of seeds that a configuration will have
 * @param cells number of all cells, those of the pilot included
 */
public record Forecast(long pilot, long seeds, long cells) {

  /**
   * Makes the estimate.
   *
   * @param sweep a sweep with {@link Sweep#decide}
   * @param folder its results folder
   * @return empty if the folder does not hold the seeds of the first look
   * @throws IOException if results cannot be read
   */
  public static Optional<Forecast> of(Sweep sweep, String folder) throws IOException {
    SequentialAnalysis analysis = new SequentialAnalysis(sweep);
    Map<String, TableRow> rows = new HashMap<>();
    try (Stream<TableRow> cells = Results.in(folder).cells()) {
      cells.forEach(row -> rows.put(row.text("cell_id"), row));
    } catch (SweepException e) {
      return Optional.empty(); // no results yet
    }
    while (analysis.goesOn()) {
      Optional<List<CellValues>> values = values(sweep, analysis, rows);
      if (values.isEmpty()) {
        break;
      }
      analysis.look(values.get());
    }
    if (analysis.looked() == 0) {
      return Optional.empty();
    }
    Map<String, Long> seeds = analysis.forecast();
    return Optional.of(
        new Forecast(
            analysis.looked(),
            seeds.values().stream().mapToLong(Long::longValue).max().orElse(0),
            seeds.values().stream().mapToLong(Long::longValue).sum()));
  }

  /** The values that the next look uses; empty if a cell is missing. */
  private static Optional<List<CellValues>> values(
      Sweep sweep, SequentialAnalysis analysis, Map<String, TableRow> rows) {
    String metric = sweep.decide().metric();
    Sweep part = sweep.part(analysis.labels(), analysis.seeds());
    List<CellValues> values = new ArrayList<>();
    for (long i = 0; i < part.size(); i++) {
      Cell cell = part.cell(i);
      TableRow row = rows.get(cell.id());
      if (row == null) {
        return Optional.empty();
      }
      if ("ok".equals(row.text("status"))) {
        values.add(
            new CellValues(
                cell.configuration().label(), cell.seed(), Map.of(metric, row.number(metric))));
      }
    }
    return Optional.of(values);
  }
}
