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
 * Deals out the cells of a sweep in waves, one after the other. The results of a wave are committed
 * together. A wave is therefore long enough for the commit to take less than 2 % of its time, and
 * short enough that a crash loses little and that its cells fit into the driver's memory. The cells
 * of one seed stay in one wave if they fit; where cells train together they may take {@value #SEED}
 * s, because packs of one seed share its draws. This class is not thread-safe.
 */
public final class Waves {

  /** Largest number of cells in a wave. */
  static final int LARGEST = 20_000;

  /**
   * Assumed floating-point operations per second and core, until the first wave has been measured.
   */
  private static final double ASSUMED_FLOPS = 2e10;

  /** Assumed duration of a commit in seconds, until the first one has been measured. */
  private static final double ASSUMED_COMMIT = 0.5;

  /**
   * Target duration of a wave, in durations of a commit. 1/60 is less than 2 %, which leaves room
   * for a computing rate that was estimated a little too high.
   */
  private static final double COMMITS = 60;

  private static final double LONGEST = 600; // s, the most that a crash may lose

  /** How long a wave may take to hold a whole seed whose cells share draws; in s. */
  private static final double SEED = 200;

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
   * @param pack number of cells in a pack, or 1 if {@link Packs} chooses it; a wave has at least
   *     one pack per core
   * @param most largest number of cells in a wave, at least 1, or null for no limit of the user's;
   *     this limit takes precedence over all other rules
   * @param done whether a cell has its result already, so that it is skipped
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
    double limit = Math.max(2 * target, experiment.together() ? flops * SEED : 0);
    List<Cell> wave = new ArrayList<>();
    dealtWork = 0;
    int configurations = sweep.configurations().size();
    int wholeSeeds = 0; // cells up to the end of the last complete seed
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
      boolean far = wave.size() >= fewest && dealtWork >= limit && !nearlyFinished(wave.size());
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

  /**
   * Whether so few cells are left that they are added to this wave instead of forming one of their
   * own.
   */
  private boolean nearlyFinished(int cells) {
    return sweep.size() - position <= Math.min(cells / 4, most - cells);
  }

  /**
   * Reports how long the wave took that {@link #next} returned last. The sizes of later waves
   * follow from it.
   *
   * @param seconds time in seconds from the wave's start to the end of its commit
   * @param commitSeconds the part of {@code seconds} that the commit took
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
