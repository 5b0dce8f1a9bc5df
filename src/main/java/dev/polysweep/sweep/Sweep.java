package dev.polysweep.sweep;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A validated sweep: what a sweep file says, with every default filled in and every grid expanded.
 *
 * @param name name of the sweep and of its results folder
 * @param experiment name of the experiment
 * @param configurations the configurations in the order of the results; their labels are unique
 * @param seeds the seeds in the order in which they are run; each occurs once. With {@code decide}
 *     these are the most that it takes
 * @param baseline label of the configuration that contrasts compare the others with, or null for no
 *     contrasts
 * @param logEvery number of epochs from one logged epoch to the next
 * @param decide when a sweep has seeds enough, or null to run all of them
 */
public record Sweep(
    String name,
    String experiment,
    List<Configuration> configurations,
    Seeds seeds,
    String baseline,
    int logEvery,
    Decide decide)
    implements Serializable {

  /** A sweep that runs all its seeds. */
  public Sweep(
      String name,
      String experiment,
      List<Configuration> configurations,
      Seeds seeds,
      String baseline,
      int logEvery) {
    this(name, experiment, configurations, seeds, baseline, logEvery, null);
  }

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

  /**
   * A part of the sweep, which runs all its seeds.
   *
   * @param labels labels of the configurations to keep, in whatever order
   * @param count number of seeds to keep, the first ones
   */
  public Sweep part(Collection<String> labels, long count) {
    List<Configuration> kept =
        configurations.stream().filter(c -> labels.contains(c.label())).toList();
    return new Sweep(name, experiment, kept, first(count), baseline, logEvery);
  }

  /** The sweep with the first seeds only. */
  public Sweep withSeeds(long count) {
    return new Sweep(name, experiment, configurations, first(count), baseline, logEvery, decide);
  }

  private Seeds first(long count) {
    if (seeds instanceof Seeds.Range range) {
      return new Seeds.Range(range.from(), Math.min(count, range.count()));
    }
    List<Long> values = new ArrayList<>();
    for (long i = 0; i < Math.min(count, seeds.count()); i++) {
      values.add(seeds.get(i));
    }
    return new Seeds.Listed(List.copyOf(values));
  }
}
