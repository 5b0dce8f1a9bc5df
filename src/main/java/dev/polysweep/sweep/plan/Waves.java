package dev.polysweep.sweep.plan;

import dev.polysweep.experiment.Experiment;
import dev.polysweep.sweep.Cell;
import dev.polysweep.sweep.Configuration;
import dev.polysweep.sweep.Sweep;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Deals the cells of a sweep out in waves, one after the other. A wave is committed as a whole, so
 * it is long enough for the commit to cost under 2 % of it, and short enough that a crash loses
 * little and its cells fit into the driver's memory. Whole seeds stay together where they fit. Not
 * for several threads.
 */
public final class Waves {

  /** Cells of a wave at most. */
  static final int LARGEST = 20_000;

  /** Floating-point operations a second and core, until it is measured. */
  private static final double ASSUMED_FLOPS = 2e10;

  /** Seconds of a commit, until it is measured. */
  private static final double ASSUMED_COMMIT = 0.5;

  /**
   * A wave is this many commits long: 1/60 is under 2 %, with room for a rate that was guessed a
   * little high.
   */
  private static final double COMMITS = 60;

  private static final double LONGEST = 600; // s: what a crash may lose

  private final Sweep sweep;
  private final Experiment<?> experiment;
  private final int fewest;
  private final int most;
  private final Predicate<Cell> done;
  private final Map<Configuration, Double> works = new IdentityHashMap<>();
  private long position;
  private double dealtWork;
  private double flops;
  private double commit = ASSUMED_COMMIT;

  /**
   * @param cores number of tasks that run at a time
   * @param pack cells of a pack, or 1 where {@link Packs} chooses: a wave has at least one pack a
   *     core
   * @param most cells of a wave at most, at least 1, or null for as many as suit; it wins over all
   *     else
   * @param done cells that need not run
   */
  public Waves(
      Sweep sweep,
      Experiment<?> experiment,
      int cores,
      int pack,
      Integer most,
      Predicate<Cell> done) {
    this.sweep = sweep;
    this.experiment = experiment;
    this.most = most == null ? LARGEST : Math.min(LARGEST, most);
    this.fewest = (int) Math.min(this.most, (long) cores * pack);
    this.done = done;
    this.flops = ASSUMED_FLOPS * cores;
  }

  /** The cells of the next wave, in the sweep's order; empty after the last. */
  public List<Cell> next() {
    double target = flops * Math.min(LONGEST, COMMITS * commit);
    List<Cell> wave = new ArrayList<>();
    dealtWork = 0;
    int configurations = sweep.configurations().size();
    int wholeSeeds = 0; // cells up to the end of the last whole seed
    long wholePosition = position;
    double wholeWork = 0;
    while (position < sweep.size()) {
      Cell cell = sweep.cell(position++);
      if (!done.test(cell)) {
        wave.add(cell);
        dealtWork += work(cell.configuration());
      }
      boolean enough = wave.size() >= fewest && dealtWork >= target;
      if (position % configurations == 0) {
        wholeSeeds = wave.size();
        wholePosition = position;
        wholeWork = dealtWork;
        if (enough && !nearlyFinished(wave.size())) {
          return wave;
        }
      }
      boolean far =
          wave.size() >= fewest && dealtWork >= 2 * target && !nearlyFinished(wave.size());
      if (far || wave.size() == most) {
        break;
      }
    }
    if (position < sweep.size() && wholeSeeds >= Math.max(1, fewest)) {
      position = wholePosition;
      dealtWork = wholeWork;
      return new ArrayList<>(wave.subList(0, wholeSeeds));
    }
    return wave;
  }

  /** Whether so little is left that it is not worth a wave of its own. */
  private boolean nearlyFinished(int cells) {
    return sweep.size() - position <= Math.min(cells / 4, most - cells);
  }

  /**
   * Reports how the wave that {@link #next} gave last went; the ones to come are sized by it.
   *
   * @param seconds from its start to the end of its commit
   * @param commitSeconds of them, the commit
   */
  public void measured(double seconds, double commitSeconds) {
    double training = seconds - commitSeconds;
    if (training > 0 && dealtWork > 0) {
      flops = dealtWork / training;
    }
    commit = Math.max(commitSeconds, 1e-3);
  }

  private double work(Configuration configuration) {
    return works.computeIfAbsent(configuration, c -> Math.max(1, work(experiment, c)));
  }

  @SuppressWarnings("unchecked") // the sweep was bound with this experiment's record
  private static <C extends Record & Serializable> double work(
      Experiment<C> experiment, Configuration c) {
    return experiment.work((C) c.settings());
  }
}
