package dev.polysweep.metric.statistic;

import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.special.Beta;

/** Student's t distribution, as far as intervals and tests of means need it. */
final class StudentT {

  private static final double QUANTILE_ACCURACY = 1e-13;

  private StudentT() {}

  /**
   * The t that the middle 95 % lie within: the 0.975 quantile.
   *
   * @param degreesOfFreedom at least 1
   */
  static double quantile975(int degreesOfFreedom) {
    return new TDistribution(null, degreesOfFreedom, QUANTILE_ACCURACY)
        .inverseCumulativeProbability(0.975);
  }

  /**
   * P(|T| ≥ |t|) = I_x(ν/2, 1/2) with x = ν/(ν + t²), which keeps its digits far out in the tail;
   * near 0, where x rounds to 1, its complement 1 − I_(1−x)(1/2, ν/2).
   */
  static double twoSidedP(double t, int degreesOfFreedom) {
    double nu = degreesOfFreedom;
    double square = t * t;
    return square < nu
        ? 1 - Beta.regularizedBeta(square / (nu + square), 0.5, nu / 2)
        : Beta.regularizedBeta(nu / (nu + square), nu / 2, 0.5);
  }
}
