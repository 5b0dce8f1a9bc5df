package dev.polysweep.experiment.network;

import dev.polysweep.engine.Engines;
import dev.polysweep.sweep.Cell;
import dev.polysweep.sweep.Experiments;
import dev.polysweep.sweep.Sweep;
import dev.polysweep.sweep.file.FixedSettings;
import dev.polysweep.sweep.file.Overrides;
import dev.polysweep.sweep.file.SweepFile;
import dev.polysweep.sweep.plan.PackRunner;
import dev.polysweep.sweep.result.CellResult;
import dev.polysweep.table.row.ArrayRow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs cells of any experiment as a sweep would: those of one configuration are a pack. */
final class NetworkCells {

  private NetworkCells() {}

  /** All cells of a sweep file, with settings of it replaced. */
  static List<CellResult> ofFile(String file, long seeds, int logEvery, String... settings) {
    return run(
        SweepFile.load(Path.of(file), new Overrides(List.of(settings), seeds)), logEvery, "simd");
  }

  /** All cells of the text of a sweep file. */
  static List<CellResult> of(String yaml, String engine) {
    Sweep sweep = SweepFile.parse(yaml, "test");
    return run(sweep, sweep.logEvery(), engine);
  }

  /** Cells of an experiment with settings of it replaced. */
  static List<CellResult> named(String experiment, long seeds, int logEvery, String... settings) {
    return run(SweepFile.of(experiment, new Overrides(List.of(settings), seeds)), logEvery, "simd");
  }

  private static List<CellResult> run(Sweep given, int logEvery, String engine) {
    return trained(FixedSettings.of(given), logEvery, engine);
  }

  /** All cells of a sweep whose settings are fixed. */
  static List<CellResult> trained(Sweep sweep, int logEvery, String engine) {
    List<CellResult> results = new ArrayList<>();
    int configurations = sweep.configurations().size();
    for (int c = 0; c < configurations; c++) {
      List<Cell> pack = new ArrayList<>();
      for (long i = c; i < sweep.size(); i += configurations) {
        pack.add(sweep.cell(i));
      }
      results.addAll(
          PackRunner.run(
              Experiments.installed().named(sweep.experiment()),
              Engines.named(engine),
              pack,
              logEvery));
    }
    return results;
  }

  static double metric(CellResult cell, String name) {
    return cell.metrics().get(name);
  }

  static ArrayRow array(CellResult cell, String name) {
    return cell.arrays().stream().filter(a -> a.name().equals(name)).findFirst().orElseThrow();
  }
}
