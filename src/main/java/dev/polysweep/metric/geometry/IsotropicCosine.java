package dev.polysweep.metric.geometry;

import org.apache.commons.math3.special.Beta;

/**
 * The cosine of two independent directions that are uniform on the sphere in d dimensions. Its
 * square has the beta distribution with parameters 1/2 and (d − 1)/2 (Muirhead 1982, "Aspects of
 * Multivariate Statistical Theory", theorem 1.5.7), so P(|cos| ≤ x) = I_{x²}(1/2, (d − 1)/2).
 */
public final class IsotropicCosine {

  private IsotropicCosine() {}

  /**
   * The chance P(|cos| ≤ x).
   *
   * @param x from 0 to 1
   * @param dimensions d, at least 2
   */
  public static double cdf(double x, int dimensions) {
    return x >= 1 ? 1 : Beta.regularizedBeta(x * x, 0.5, (dimensions - 1) / 2.0);
  }
}
