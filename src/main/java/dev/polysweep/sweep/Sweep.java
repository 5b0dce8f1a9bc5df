package dev.polysweep.sweep;

import java.io.Serializable;
import java.util.List;

/**
 * A validated sweep: what a sweep file says, with every default filled in and every grid expanded.
 *
 * @param name name of the sweep and of its results folder
 * @param experiment name of the experiment
 * @param configurations the configurations in the order of the results; their labels are unique
 * @param seeds the seeds in the order in which they are run; each occurs once
 * @param baseline label of the configuration that contrasts compare the others with, or null for no
 *     contrasts
 * @param logEvery number of epochs from one logged epoch to the next
 */
public record Sweep(
    String name,
    String experiment,
    List<Configuration> configurations,
    Seeds seeds,
    String baseline,
    int logEvery)
    implements Serializable {

  /** The number of cells: configurations × seeds. */
  public long size() {
    return configurations.size() * seeds.count();
  }

  /**
   * The cell with number {@code i} in 0, …, size − 1. The seed varies slowest, so the cells of one
   * seed are neighbours.
   */
  public Cell cell(long i) {
    Configuration configuration = configurations.get((int) (i % configurations.size()));
    long seed = seeds.get(i / configurations.size());
    return new Cell(i, CellId.of(experiment, configuration.identity(), seed), configuration, seed);
  }
}
