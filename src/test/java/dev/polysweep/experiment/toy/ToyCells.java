package dev.polysweep.experiment.toy;

import dev.polysweep.engine.Engines;
import dev.polysweep.sweep.Cell;
import dev.polysweep.sweep.Experiments;
import dev.polysweep.sweep.Sweep;
import dev.polysweep.sweep.file.Overrides;
import dev.polysweep.sweep.file.SweepFile;
import dev.polysweep.sweep.plan.PackRunner;
import dev.polysweep.sweep.result.CellResult;
import dev.polysweep.table.row.ArrayRow;
import java.util.ArrayList;
import java.util.List;

/** Runs cells of the toy experiment as a sweep would. */
final class ToyCells {

  private ToyCells() {}

  /** One cell a seed, in one pack. */
  static List<CellResult> run(int seeds, String... settings) {
    return run(sweep(seeds, settings), 1000);
  }

  static Sweep sweep(int seeds, String... settings) {
    return SweepFile.of("toy", new Overrides(List.of(settings), (long) seeds));
  }

  static List<CellResult> run(Sweep sweep, int logEvery) {
    List<Cell> cells = new ArrayList<>();
    for (long i = 0; i < sweep.size(); i++) {
      cells.add(sweep.cell(i));
    }
    return PackRunner.run(
        Experiments.installed().named("toy"), Engines.named("simd"), cells, logEvery);
  }

  static double metric(CellResult cell, String name) {
    return cell.metrics().get(name);
  }

  static ArrayRow array(CellResult cell, String name) {
    return cell.arrays().stream().filter(a -> a.name().equals(name)).findFirst().orElseThrow();
  }
}
