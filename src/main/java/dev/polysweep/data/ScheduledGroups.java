package dev.polysweep.data;

import dev.polysweep.math.Matrix;
import dev.polysweep.math.RandomStream;
import dev.polysweep.math.StreamId;

/**
 * The eight features of {@link CorrelatedGroups} drawn anew at every step, with a correlation that
 * follows a schedule: in each sample a group is active with {@code activeProbability}; then shared
 * ~ N(0, 1) and each of its features is √ρ·shared + √(1 − ρ)·own with own ~ N(0, 1), so that two
 * features of an active group correlate with ρ before each entry is kept with {@code
 * keepProbability} and x ← max(x, 0). Targets are those of {@link FeatureTargets}. Step k, from 0,
 * is epoch k + 1, and ρ is the schedule's at t = epoch/epochs. Draws depend on seed, step and
 * sample only, so schedules of one seed see common random numbers.
 *
 * @param samples batch size
 * @param activeProbability chance that a group is active
 * @param keepProbability chance that an entry is kept
 * @param importanceDecay importance of target k is this to the power k
 * @param schedule course of ρ
 * @param strength base strength r of the schedule
 * @param epochs length of the run
 * @param seed key of the draws
 */
public record ScheduledGroups(
    int samples,
    double activeProbability,
    double keepProbability,
    double importanceDecay,
    CorrelationSchedule schedule,
    double strength,
    int epochs,
    long seed)
    implements TrainingData.Generated {

  /** The step whose draws are the probe's: no step of training has it. */
  private static final int PROBE = -1;

  @Override
  public int inputs() {
    return CorrelatedGroups.FEATURES;
  }

  @Override
  public int targets() {
    return CorrelatedGroups.FEATURES;
  }

  @Override
  public void fill(int step, Matrix x, Matrix y) {
    draw(step, correlation(step + 1), x);
    FeatureTargets.into(x, importance(), y);
  }

  /** ρ in an epoch, from 0 (before training) to {@code epochs}. */
  public double correlation(int epoch) {
    return schedule.at(strength, epoch / (double) epochs);
  }

  /**
   * Inputs for measuring, {@code [samples, 8]}: distributed as in the epoch, but of the same draws
   * in every epoch and never trained on, so that a measurement changes with the network and ρ
   * alone.
   */
  public Matrix probe(int epoch) {
    Matrix x = new Matrix(samples, inputs());
    draw(PROBE, correlation(epoch), x);
    return x;
  }

  /** Importances of the targets, {@code [8]}. */
  public float[] importance() {
    return FeatureTargets.importance(importanceDecay, targets());
  }

  private void draw(int step, double rho, Matrix x) {
    double[] value = new double[CorrelatedGroups.FEATURES];
    boolean[] present = new boolean[CorrelatedGroups.FEATURES];
    for (int s = 0; s < x.rows(); s++) {
      draw(step, s, rho, value, present);
      for (int k = 0; k < value.length; k++) {
        x.set(s, k, present[k] ? (float) Math.max(value[k], 0) : 0f);
      }
    }
  }

  /**
   * One sample before mask and ReLU.
   *
   * @param value overwritten: the features' values, whether active and kept or not
   * @param present overwritten: whether a feature's group is active and its entry kept
   */
  void draw(int step, int sample, double rho, double[] value, boolean[] present) {
    double together = StrictMath.sqrt(rho);
    double apart = StrictMath.sqrt(1 - rho);
    RandomStream random = new RandomStream(seed, StreamId.DATA, step, sample);
    for (int[] group : CorrelatedGroups.GROUPS) {
      boolean active = random.nextDouble() < activeProbability;
      double shared = random.nextGaussian();
      for (int feature : group) {
        value[feature] = together * shared + apart * random.nextGaussian();
        present[feature] = random.nextDouble() < keepProbability && active;
      }
    }
  }
}
