package dev.polysweep.engine.net;

import org.apache.commons.math3.special.Erf;

/** {@link Activation}'s functions f(z) and their derivatives f′(z), in double precision. */
final class ReferenceActivation {

  private ReferenceActivation() {}

  /** f(z). */
  static double value(Activation f, double z) {
    return switch (f) {
      case LINEAR -> z;
      case RELU -> z > 0 || Double.isNaN(z) ? z : 0;
      case LEAKY_RELU -> z > 0 ? z : 0.01 * z;
      case GELU -> z * normalCdf(z);
      case TANH -> StrictMath.tanh(z);
    };
  }

  /** f′(z); at the kink ReLU′(0) = 0 and LeakyReLU′(0) = 0.01. */
  static double slope(Activation f, double z) {
    return switch (f) {
      case LINEAR -> 1;
      case RELU -> z > 0 ? 1 : 0;
      case LEAKY_RELU -> z > 0 ? 1 : 0.01;
      case GELU -> normalCdf(z) + z * normalDensity(z);
      case TANH -> 1 - StrictMath.pow(StrictMath.tanh(z), 2);
    };
  }

  /** Φ(z) = (1 + erf(z/√2))/2. */
  private static double normalCdf(double z) {
    return (1 + Erf.erf(z / StrictMath.sqrt(2))) / 2;
  }

  /** φ(z) = exp(−z²/2)/√(2π). */
  private static double normalDensity(double z) {
    return StrictMath.exp(-z * z / 2) / StrictMath.sqrt(2 * StrictMath.PI);
  }
}
