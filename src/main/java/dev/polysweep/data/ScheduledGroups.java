package dev.polysweep.data;

import dev.polysweep.math.Matrix;
import dev.polysweep.math.RandomStream;
import dev.polysweep.math.StreamId;

/**
 * The eight features of {@link CorrelatedGroups} drawn anew at every step, with a correlation that
 * follows a schedule: in each sample a group is active with probability {@code activeProbability};
 * if it is, shared ~ N(0, 1), and each feature of the group is √ρ·shared + √(1 − ρ)·own with own ~
 * N(0, 1), so that two features of an active group have the correlation ρ. Then each entry is kept
 * with probability {@code keepProbability} and set to 0 otherwise, and x ← max(x, 0). The targets
 * are those of {@link FeatureTargets}. Training step k, counted from 0, is epoch k + 1, and ρ is
 * the value of the schedule at t = epoch/epochs. Draws depend on seed, step and sample only, so
 * that different schedules with one seed are compared on common random numbers.
 *
 * @param samples batch size
 * @param activeProbability probability that a group is active in a sample
 * @param keepProbability probability that an entry is kept
 * @param importanceDecay target k has the importance importanceDecay^k
 * @param schedule course of ρ over the run
 * @param strength base strength r of the schedule
 * @param epochs number of epochs of the run
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

  /**
   * The step number of the probe's draws; training steps count from 0, so none uses these draws.
   */
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

  /** The correlation ρ in an epoch, from 0 (before training) to {@code epochs}. */
  public double correlation(int epoch) {
    return schedule.at(strength, epoch / (double) epochs);
  }

  /**
   * Held-out inputs to measure a network with, {@code [samples, 8]}. They have the distribution of
   * the given epoch but come from the same random numbers in every epoch, so that a measurement
   * changes with the network and ρ alone.
   */
  public Matrix probe(int epoch) {
    Matrix x = new Matrix(samples, inputs());
    draw(PROBE, correlation(epoch), x);
    return x;
  }

  /** The importances of the targets, {@code [8]}. */
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
   * Draws one sample before the mask and the ReLU are applied.
   *
   * @param value {@code [8]}, overwritten with the values of all features, also of those that are
   *     masked
   * @param present {@code [8]}, overwritten with the mask: whether a feature's group is active and
   *     its entry is kept
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
