package dev.polysweep.metric.statistic;

import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * One-sided p-values of independent tests combined (Stouffer et al. 1949): p = Φ(−Σ_i Φ⁻¹(1 −
 * p_i)/√n). Called once with the p-values of each tail. NaNs are left out.
 *
 * <p>A Monte Carlo p-value of m draws is a multiple of 1/(m + 1) and can be 1, whose normal score
 * is −∞. So p-values are first clipped to [r, 1 − r], r = 1/(m + 1) being their resolution: one
 * cell whose draws all lie on one side then says as much as its draws can tell, in either tail
 * alike, and not infinitely much.
 */
public final class Stouffer {

  private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);

  private Stouffer() {}

  /**
   * @param p p-values in [0, 1]
   * @param draws number of draws behind each, at least 1
   * @return the combined p-value, NaN without a value
   * @throws IllegalArgumentException if draws is less than 1 or a p-value lies outside [0, 1]
   */
  public static double combine(double[] p, int draws) {
    if (draws < 1) {
      throw new IllegalArgumentException("draws must be at least 1, not " + draws);
    }
    double resolution = 1 / (1.0 + draws);
    double sum = 0;
    int n = 0;
    for (double value : p) {
      if (value < 0 || value > 1) {
        throw new IllegalArgumentException("a p-value lies in [0, 1], not " + value);
      }
      if (!Double.isNaN(value)) {
        // −Φ⁻¹(p) = Φ⁻¹(1 − p), without the cancellation of 1 − p.
        double clipped = Math.max(resolution, Math.min(1 - resolution, value));
        sum -= NORMAL.inverseCumulativeProbability(clipped);
        n++;
      }
    }
    return n == 0 ? Double.NaN : NORMAL.cumulativeProbability(-sum / Math.sqrt(n));
  }
}
