package dev.polysweep.sweep;

import java.io.Serializable;
import java.util.List;

/**
 * A validated sweep: what a sweep file says, resolved.
 *
 * @param name name of the sweep and of its results folder
 * @param experiment name of the experiment
 * @param configurations in order, labels unique
 * @param seeds in order, unique
 * @param baseline label that contrasts compare against, or null for no contrasts
 * @param logEvery epochs between logged ones
 */
public record Sweep(
    String name,
    String experiment,
    List<Configuration> configurations,
    Seeds seeds,
    String baseline,
    int logEvery)
    implements Serializable {

  /** Number of cells. */
  public long size() {
    return configurations.size() * seeds.count();
  }

  /** Cell number i in 0 … size − 1: seeds outermost, so that cells of one seed are neighbours. */
  public Cell cell(long i) {
    Configuration configuration = configurations.get((int) (i % configurations.size()));
    long seed = seeds.get(i / configurations.size());
    return new Cell(i, CellId.of(experiment, configuration.identity(), seed), configuration, seed);
  }
}
