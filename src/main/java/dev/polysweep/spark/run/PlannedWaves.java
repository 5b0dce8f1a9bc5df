package dev.polysweep.spark.run;

import dev.polysweep.experiment.Experiment;
import dev.polysweep.sweep.Cell;
import dev.polysweep.sweep.Sweep;
import dev.polysweep.sweep.plan.Packs;
import dev.polysweep.sweep.plan.Waves;
import java.util.List;
import java.util.function.Predicate;

/** Supplies the waves of a sweep, sized by {@link Waves} and cut into packs by {@link Packs}. */
public final class PlannedWaves implements WaveSource {

  private final Experiment<?> experiment;
  private final Waves waves;
  private final int tasks;
  private final boolean fill;
  private final Integer pack;

  /**
   * Plans the waves of a sweep.
   *
   * @param tasks number of tasks that run at the same time
   * @param fill whether packs are to fill GPUs, on which their cells train together
   * @param pack greatest number of cells in a pack, or null for a size that {@link Packs} chooses
   * @param wave greatest number of cells in a wave, or null for a size that {@link Waves} chooses
   * @param done says which cells need not run
   */
  public PlannedWaves(
      Sweep sweep,
      Experiment<?> experiment,
      int tasks,
      boolean fill,
      Integer pack,
      Integer wave,
      Predicate<Cell> done) {
    this.experiment = experiment;
    this.tasks = tasks;
    this.fill = fill;
    this.pack = pack;
    int usual = fill ? Packs.GPU_FULL : 1;
    waves = new Waves(sweep, experiment, tasks, pack == null ? usual : pack, wave, done);
  }

  @Override
  public List<long[]> next() {
    List<Cell> cells = waves.next();
    return packs(cells).stream().map(p -> p.stream().mapToLong(Cell::index).toArray()).toList();
  }

  private List<List<Cell>> packs(List<Cell> cells) {
    if (fill) {
      return Packs.forGpus(cells, experiment, tasks, pack);
    }
    return pack == null ? Packs.of(cells, experiment, tasks) : Packs.of(experiment, cells, pack);
  }

  @Override
  public void committed(double seconds, double commitSeconds) {
    waves.measured(seconds, commitSeconds);
  }
}
