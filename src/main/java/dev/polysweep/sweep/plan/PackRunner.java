package dev.polysweep.sweep.plan;

import dev.polysweep.engine.DeviceFailedException;
import dev.polysweep.engine.Engine;
import dev.polysweep.experiment.CellRun;
import dev.polysweep.experiment.Checkpoint;
import dev.polysweep.experiment.Experiment;
import dev.polysweep.sweep.Cell;
import dev.polysweep.sweep.result.CellResult;
import dev.polysweep.sweep.result.EpochResult;
import dev.polysweep.sweep.result.EventResult;
import dev.polysweep.table.row.ArrayRow;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Runs one pack of cells. If a cell throws an exception or its training diverges, its result has
 * that status; the other cells are not affected.
 */
public final class PackRunner {

  private static final FittingPacks FITTING = new FittingPacks();

  private PackRunner() {}

  /**
   * Trains the cells of a pack. If the pack fails, its halves are run instead, and so on
   * recursively. A pack that was too large for the memory is thus trained in parts that fit, and if
   * one cell causes the failure, only that cell is lost. A size that did not fit is not tried again
   * in this process.
   *
   * @param cells cells of one sweep that have the same shape
   * @param logEvery number of epochs from one logged epoch to the next
   * @return one result per cell, in the order of the cells
   * @throws DeviceFailedException if the engine's device failed; then no cell has a result
   */
  public static List<CellResult> run(
      Experiment<?> experiment, Engine engine, List<Cell> cells, int logEvery) {
    return run(experiment, engine, cells, logEvery, cell -> Checkpoint.NONE);
  }

  /**
   * Trains the cells of a pack as {@link #run(Experiment, Engine, List, int)} does; cells that take
   * long keep their state meanwhile.
   *
   * @param checkpoints where a cell keeps its state
   * @throws DeviceFailedException if the engine's device failed; then no cell has a result
   */
  public static List<CellResult> run(
      Experiment<?> experiment,
      Engine engine,
      List<Cell> cells,
      int logEvery,
      Function<Cell, Checkpoint> checkpoints) {
    Object shape =
        List.of(
            engine.name(),
            experiment.name(),
            Packs.shape(experiment, cells.get(0).configuration()));
    List<CellResult> results = new ArrayList<>();
    for (List<Cell> part : FITTING.parts(shape, cells)) {
      results.addAll(halving(experiment, engine, part, logEvery, checkpoints, shape));
    }
    return results;
  }

  private static List<CellResult> halving(
      Experiment<?> experiment,
      Engine engine,
      List<Cell> cells,
      int logEvery,
      Function<Cell, Checkpoint> checkpoints,
      Object shape) {
    try {
      return train(experiment, engine, cells, logEvery, checkpoints);
    } catch (DeviceFailedException e) {
      throw e; // no fault of a cell: the task is to be tried again
    } catch (RuntimeException | VirtualMachineError | AssertionError e) {
      if (cells.size() == 1) {
        return List.of(failed(cells.get(0), engine, e));
      }
    }
    int half = cells.size() / 2;
    List<CellResult> results = new ArrayList<>();
    for (List<Cell> part : List.of(cells.subList(0, half), cells.subList(half, cells.size()))) {
      results.addAll(halving(experiment, engine, part, logEvery, checkpoints, shape));
    }
    if (results.stream().noneMatch(result -> result.status() == CellResult.Status.FAILED)) {
      FITTING.tooMany(shape, cells.size()); // no single cell failed: they were too many
    }
    return results;
  }

  private static <C extends Record & Serializable> List<CellResult> train(
      Experiment<C> experiment,
      Engine engine,
      List<Cell> cells,
      int logEvery,
      Function<Cell, Checkpoint> checkpoints) {
    long start = System.nanoTime();
    List<CellRun<C>> runs = new ArrayList<>();
    for (Cell cell : cells) {
      @SuppressWarnings("unchecked") // the sweep was bound with this experiment's record
      C settings = (C) cell.configuration().settings();
      runs.add(new CellRun<>(settings, cell.seed(), logEvery, checkpoints.apply(cell)));
    }
    experiment.run(engine, runs);
    long own = runs.stream().mapToLong(CellRun::nanos).sum();
    double shared = (System.nanoTime() - start - own) / (double) cells.size();
    RecordedNames names =
        new RecordedNames(experiment.of(runs.stream().map(CellRun::config).toList()));
    List<CellResult> results = new ArrayList<>();
    for (int i = 0; i < cells.size(); i++) {
      try {
        names.require(runs.get(i));
        results.add(
            result(cells.get(i), engine, runs.get(i), (runs.get(i).nanos() + shared) / 1e6));
      } catch (IllegalStateException e) {
        results.add(failed(cells.get(i), engine, e));
      }
    }
    return results;
  }

  private static CellResult result(Cell cell, Engine engine, CellRun<?> run, double wallMs) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    run.metrics().forEach((name, value) -> putDefined(metrics, name, value));
    List<EpochResult> epochs = new ArrayList<>();
    for (CellRun.Epoch epoch : run.epochs()) {
      Map<String, Double> values = new LinkedHashMap<>();
      epoch.metrics().forEach((name, value) -> putDefined(values, name, value));
      epochs.add(new EpochResult(epoch.phase(), epoch.epoch(), epoch.loss(), values));
    }
    List<ArrayRow> arrays = new ArrayList<>();
    run.arrays()
        .forEach(
            (name, m) ->
                arrays.add(
                    new ArrayRow(
                        cell.id(),
                        cell.configuration().label(),
                        cell.seed(),
                        name,
                        m.rows(),
                        m.cols(),
                        m.data())));
    List<EventResult> events = new ArrayList<>();
    for (CellRun.Event event : run.events()) {
      Map<String, Object> values = new LinkedHashMap<>(event.values());
      values.values().removeIf(value -> value == null || value.equals(Double.NaN));
      events.add(new EventResult(event.table(), values));
    }
    CellResult.Status status =
        run.divergence() == null ? CellResult.Status.OK : CellResult.Status.DIVERGED;
    return new CellResult(
        cell, status, run.divergence(), engine.name(), wallMs, metrics, epochs, arrays, events);
  }

  private static void putDefined(Map<String, Double> values, String name, double value) {
    if (!Double.isNaN(value)) {
      values.put(name, value);
    }
  }

  private static CellResult failed(Cell cell, Engine engine, Throwable e) {
    return new CellResult(
        cell,
        CellResult.Status.FAILED,
        e.toString(),
        engine.name(),
        0,
        Map.of(),
        List.of(),
        List.of(),
        List.of());
  }
}
