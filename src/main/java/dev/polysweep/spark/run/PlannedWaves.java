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
  private final boolean gpus;
  private final Integer pack;

  /**
   * Plans the waves of a sweep.
   *
   * @param cores number of tasks that run at the same time
   * @param gpus whether GPUs may train
   * @param pack greatest number of cells in a pack, or null for a size that {@link Packs} chooses
   * @param wave greatest number of cells in a wave, or null for a size that {@link Waves} chooses
   * @param done says which cells need not run
   */
  public PlannedWaves(
      Sweep sweep,
      Experiment<?> experiment,
      int cores,
      boolean gpus,
      Integer pack,
      Integer wave,
      Predicate<Cell> done) {
    this.experiment = experiment;
    this.cores = cores;
    this.gpus = gpus;
    this.pack = pack;
    int usual = gpus ? Packs.GPU_FULL : 1;
    waves = new Waves(sweep, experiment, cores, pack == null ? usual : pack, wave, done);
  }

  @Override
  public List<long[]> next() {
    List<Cell> cells = waves.next();
    return packs(cells).stream().map(p -> p.stream().mapToLong(Cell::index).toArray()).toList();
  }

  private List<List<Cell>> packs(List<Cell> cells) {
    if (gpus) {
      return Packs.forGpus(cells, experiment, cores, pack);
    }
    return pack == null ? Packs.of(cells, experiment, cores) : Packs.of(experiment, cells, pack);
  }

  @Override
  public void committed(double seconds, double commitSeconds) {
    waves.measured(seconds, commitSeconds);
  }
}
