package dev.polysweep.metric;

import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.ode.FirstOrderDifferentialEquations;
import org.apache.commons.math3.ode.nonstiff.DormandPrince54Integrator;

/**
 * The weights of one feature under the flow ẇ = (1 − ‖w‖²)w − λ of Lecomte et al. (2023, "What
 * causes polysemanticity?"), in which weights that reach 0 stay there, solved for m weights that
 * start as absolute values of a normal distribution.
 *
 * <p>All weights grow by one factor and shrink by one amount, so that at any time those are left
 * that were above a threshold at the start, in proportion to their excess. Let u be that threshold
 * in standard deviations of the start, and A_k(u) = E[max(0, |z| − u)^k] for a standard normal z,
 * that is A₁ = 2(φ(u) − uQ(u)) and A₂ = 2((1 + u²)Q(u) − uφ(u)) with the normal density φ and upper
 * tail Q. For a small λ the length stays at 1, and then du/d(λt) = √(m·A₂(u)) from u = 0 on, the
 * support is 2mQ(u), and ‖w‖₁ = √m·A₁(u)/√A₂(u).
 *
 * @param support expected number of weights above 0
 * @param absolute expected ‖w‖₁
 */
public record SparsifyingFlow(double support, double absolute) {

  private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);
  private static final double EXACT = 1e-9;

  /** du/d(λt) as a function of u. */
  private record Threshold(double m) implements FirstOrderDifferentialEquations {
    @Override
    public int getDimension() {
      return 1;
    }

    @Override
    public void computeDerivatives(double t, double[] u, double[] derivative) {
      derivative[0] = Math.sqrt(m * second(u[0]));
    }
  }

  /**
   * Solves the flow.
   *
   * @param m number of weights
   * @param lambdaTime λt, at least 0
   */
  public static SparsifyingFlow after(int m, double lambdaTime) {
    double[] u = {0};
    if (lambdaTime > 0) {
      new DormandPrince54Integrator(EXACT * lambdaTime, lambdaTime, EXACT, EXACT)
          .integrate(new Threshold(m), 0, u, lambdaTime, u);
    }
    return new SparsifyingFlow(
        2 * m * tail(u[0]), Math.sqrt(m) * first(u[0]) / Math.sqrt(second(u[0])));
  }

  private static double tail(double u) {
    return NORMAL.cumulativeProbability(-u);
  }

  private static double first(double u) {
    return 2 * (NORMAL.density(u) - u * tail(u));
  }

  private static double second(double u) {
    return 2 * ((1 + u * u) * tail(u) - u * NORMAL.density(u));
  }
}
