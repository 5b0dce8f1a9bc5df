package dev.polysweep.data.forest;

import dev.polysweep.math.NormalQuantile;
import dev.polysweep.math.RandomStream;

/**
 * By which features fire before the trees' rules: feature i fires where the Gaussian g_i = Σ_r
 * L_ir·ε_r + √δ_i·η_i exceeds its threshold Φ⁻¹(1 − p_i). The factors ε are common to all features
 * of a sample, so that features fire together; g_i has unit variance.
 *
 * @param rank number of common factors; 0 for independent firing
 * @param factor L, {@code [n_features · rank]}, row by row
 * @param delta δ, the variances of a feature's own part, {@code [n_features]}
 * @param threshold thresholds of g, {@code [n_features]}; −∞ for a feature that always fires
 */
public record FiringLaw(int rank, float[] factor, float[] delta, float[] threshold) {

  private static final double LEAST_DELTA = 0.01;

  /**
   * Draws the factors of a law: the entries of L are N(0, scale²), and a row of which less than
   * 0.01 would be left for the feature's own part is shrunk until it is 0.01.
   *
   * @param p firing probabilities before the trees' rules, {@code [n_features]}
   */
  public static FiringLaw draw(double[] p, int rank, double scale, RandomStream random) {
    float[] factor = new float[Math.multiplyExact(p.length, rank)];
    for (int j = 0; j < factor.length; j++) {
      factor[j] = (float) (scale * random.nextGaussian());
    }
    float[] delta = new float[p.length];
    for (int i = 0; i < p.length; i++) {
      double square = 0;
      for (int r = i * rank; r < (i + 1) * rank; r++) {
        square += (double) factor[r] * factor[r];
      }
      delta[i] = (float) (1 - square);
      if (delta[i] < LEAST_DELTA) {
        double shrink = StrictMath.sqrt((1 - LEAST_DELTA) / square);
        for (int r = i * rank; r < (i + 1) * rank; r++) {
          factor[r] = (float) (factor[r] * shrink);
        }
        delta[i] = (float) LEAST_DELTA;
      }
    }
    return new FiringLaw(rank, factor, delta, thresholds(p));
  }

  /**
   * The thresholds Φ⁻¹(1 − p). Probabilities are rounded to single precision first, and 1 − 2p
   * after them, as the original rounds them; for p = 0.0005 this moves a threshold by about 1e-5.
   */
  public static float[] thresholds(double[] p) {
    float[] thresholds = new float[p.length];
    for (int i = 0; i < p.length; i++) {
      float centred = 1 - 2 * (float) p[i];
      thresholds[i] = (float) NormalQuantile.of((1.0 + centred) / 2);
    }
    return thresholds;
  }

  /**
   * Zipf's law between two bounds: with u_i = (i + 1)^−exponent, p_i = least + (most − least)·(u_i
   * − u_last)/(u_0 − u_last). The first probability is {@code most} and the last one {@code least}.
   *
   * @return {@code [features]}
   */
  public static double[] zipf(int features, double exponent, double most, double least) {
    double[] p = new double[features];
    double last = StrictMath.pow(features, -exponent);
    for (int i = 0; i < features; i++) {
      double share = last == 1 ? 1 : (StrictMath.pow(i + 1.0, -exponent) - last) / (1 - last);
      p[i] = least + (most - least) * share;
    }
    return p;
  }

  /**
   * Whether a feature fires.
   *
   * @param common the sample's factors ε, {@code [rank]}
   * @param own the feature's η
   */
  boolean fires(int i, float[] common, float own) {
    float g = (float) Math.sqrt(delta[i]) * own;
    for (int r = 0; r < rank; r++) {
      g = Math.fma(factor[i * rank + r], common[r], g);
    }
    return g > threshold[i];
  }
}
