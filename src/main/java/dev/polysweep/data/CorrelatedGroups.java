package dev.polysweep.data;

import dev.polysweep.math.Matrix;
import dev.polysweep.math.RandomStream;
import dev.polysweep.math.StreamId;

/**
 * Eight sparse features in the correlated groups {0, 1, 2}, {3, 4}, {5, 6, 7}. In each sample a
 * group is active with probability {@code activeProbability}; if it is, s ~ U(0.5, 1), shared =
 * s·N(0, 1), and each feature of the group is shared + (1 − s)·N(0, 1). Each entry is kept with
 * probability {@code keepProbability} and set to 0 otherwise; finally x ← max(x, 0). The draws of a
 * sample depend only on the seed and the sample's number, so adding samples changes no earlier one.
 *
 * @param activeProbability probability that a group is active in a sample
 * @param keepProbability probability that an entry is kept
 */
public record CorrelatedGroups(double activeProbability, double keepProbability)
    implements InputSource {

  /** The number of features. */
  public static final int FEATURES = 8;

  static final int[][] GROUPS = {{0, 1, 2}, {3, 4}, {5, 6, 7}};

  /**
   * Draws samples.
   *
   * @param seed key of the draws
   * @return {@code [samples, 8]}, all entries at least 0
   */
  public Matrix draw(long seed, int samples) {
    Matrix x = new Matrix(samples, FEATURES);
    fill(seed, 0, x);
    return x;
  }

  @Override
  public int features() {
    return FEATURES;
  }

  @Override
  public void fill(long seed, int step, Matrix x) {
    for (int s = 0; s < x.rows(); s++) {
      RandomStream random = new RandomStream(seed, StreamId.DATA, step, s);
      for (int[] group : GROUPS) {
        boolean active = random.nextDouble() < activeProbability;
        double strength = random.nextDouble(0.5, 1);
        double shared = strength * random.nextGaussian();
        for (int feature : group) {
          double value = shared + (1 - strength) * random.nextGaussian();
          boolean kept = random.nextDouble() < keepProbability;
          x.set(s, feature, active && kept ? (float) Math.max(value, 0) : 0f);
        }
      }
    }
  }
}
