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
  private final int cores;
  private final Integer pack;

  /**
   * Plans the waves of a sweep.
   *
   * @param cores number of tasks that run at the same time
   * @param pack greatest number of cells in a pack, or null for a size that {@link Packs} chooses
   * @param wave greatest number of cells in a wave, or null for a size that {@link Waves} chooses
   * @param done says which cells need not run
   */
  public PlannedWaves(
      Sweep sweep,
      Experiment<?> experiment,
      int cores,
      Integer pack,
      Integer wave,
      Predicate<Cell> done) {
    this.experiment = experiment;
    this.cores = cores;
    this.pack = pack;
    waves = new Waves(sweep, experiment, cores, pack == null ? 1 : pack, wave, done);
  }

  @Override
  public List<long[]> next() {
    List<Cell> cells = waves.next();
    List<List<Cell>> packs =
        pack == null ? Packs.of(cells, experiment, cores) : Packs.of(experiment, cells, pack);
    return packs.stream().map(p -> p.stream().mapToLong(Cell::index).toArray()).toList();
  }

  @Override
  public void committed(double seconds, double commitSeconds) {
    waves.measured(seconds, commitSeconds);
  }
}
