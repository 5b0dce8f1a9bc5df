package dev.polysweep.data.forest;

import dev.polysweep.math.Matrix;
import dev.polysweep.math.RandomStream;
import dev.polysweep.math.StreamId;

/**
 * Everything that the samples of a forest's activations are drawn by.
 *
 * @param forest the trees
 * @param law by which features fire before the trees' rules
 * @param mean mean magnitudes of features before they are scaled, above 0, {@code [n_features]}
 * @param deviation standard deviations of magnitudes, {@code [n_features]}
 * @param scaled whether parents scale the magnitudes of their children
 * @param directions the features' unit vectors, {@code [n_features, d_in]}
 * @param bias constant part of every sample, {@code [d_in]}
 */
public record ForestModel(
    FeatureForest forest,
    FiringLaw law,
    float[] mean,
    float[] deviation,
    boolean scaled,
    Matrix directions,
    float[] bias) {

  private static final int DEVIATIONS = 1;
  private static final int TREES = 2;
  private static final int FACTORS = 3;
  private static final int DIRECTIONS = 4;

  /**
   * Draws a model. Its parts use independent random numbers, so that a change of one part leaves
   * the others as they are.
   */
  public static ForestModel draw(ForestSpec spec, int dIn, long seed) {
    int n = spec.shape().features();
    FeatureForest forest = FeatureForest.grow(spec.shape(), stream(seed, TREES));
    double[] p = FiringLaw.zipf(n, spec.zipf(), spec.mostProbable(), spec.leastProbable());
    if (spec.compensated()) {
      double[] factor = forest.corrections(p);
      for (int i = 0; i < n; i++) {
        factor[i] = Math.min(1, p[i] * factor[i]);
      }
      p = factor;
    }
    FiringLaw law = FiringLaw.draw(p, spec.rank(), spec.correlationScale(), stream(seed, FACTORS));
    float[] mean = new float[n];
    float[] deviation = new float[n];
    RandomStream deviations = stream(seed, DEVIATIONS);
    for (int i = 0; i < n; i++) {
      double share = n == 1 ? 0 : (double) i / (n - 1);
      mean[i] = (float) (spec.firstMean() + (spec.lastMean() - spec.firstMean()) * share);
      deviation[i] =
          (float) Math.abs(spec.deviationMean() + spec.deviationSd() * deviations.nextGaussian());
    }
    RandomStream random = stream(seed, DIRECTIONS);
    Matrix directions = units(n, dIn, random);
    float[] bias = units(1, dIn, random).data();
    for (int i = 0; i < dIn; i++) {
      bias[i] *= (float) spec.bias();
    }
    return new ForestModel(
        forest,
        law,
        mean,
        deviation,
        spec.scaled(),
        Orthogonalizer.spread(directions, spec.orthogonalSteps(), spec.orthogonalLr()),
        bias);
  }

  private static RandomStream stream(long seed, int part) {
    return new RandomStream(seed, StreamId.TRUTH, part, 0);
  }

  /** Draws directions that are uniform on the unit sphere, {@code [n, d]}. */
  private static Matrix units(int n, int d, RandomStream random) {
    Matrix units = new Matrix(n, d);
    double[] row = new double[d];
    for (int i = 0; i < n; i++) {
      double square = 0;
      for (int c = 0; c < d; c++) {
        row[c] = random.nextGaussian();
        square += row[c] * row[c];
      }
      for (int c = 0; c < d; c++) {
        units.set(i, c, (float) (row[c] / Math.sqrt(square)));
      }
    }
    return units;
  }
}
