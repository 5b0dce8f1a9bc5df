package dev.polysweep.metric.statistic;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.special.Beta;

/** The functions of Student's t distribution that confidence intervals and tests of means need. */
final class StudentT {

  private static final double QUANTILE_ACCURACY = 1e-13;

  /** The 0.975 quantiles that were needed before, since finding one takes long. */
  private static final Map<Integer, Double> KNOWN = new ConcurrentHashMap<>();

  private StudentT() {}

  /**
   * The 0.975 quantile; 95 % of the distribution lie between −t and this t.
   *
   * @param degreesOfFreedom at least 1
   */
  static double quantile975(int degreesOfFreedom) {
    return KNOWN.computeIfAbsent(degreesOfFreedom, nu -> quantile(0.975, nu));
  }

  /**
   * A quantile.
   *
   * @param level chance of a smaller value, between 0 and 1
   * @param degreesOfFreedom at least 1
   */
  static double quantile(double level, int degreesOfFreedom) {
    return new TDistribution(null, degreesOfFreedom, QUANTILE_ACCURACY)
        .inverseCumulativeProbability(level);
  }

  /**
   * The two-sided p-value P(|T| ≥ |t|) with ν degrees of freedom. For t² ≥ ν it is I_x(ν/2, 1/2)
   * with x = ν/(ν + t²), which stays accurate far out in the tail; for smaller t², where x
   * approaches 1, it is 1 − I_(1−x)(1/2, ν/2).
   */
  static double twoSidedP(double t, int degreesOfFreedom) {
    double nu = degreesOfFreedom;
    double square = t * t;
    return square < nu
        ? 1 - Beta.regularizedBeta(square / (nu + square), 0.5, nu / 2)
        : Beta.regularizedBeta(nu / (nu + square), nu / 2, 0.5);
  }
}
