package dev.polysweep.data;

import dev.polysweep.math.RandomStream;

/** A law of the coefficients of active features, which are above 0. */
public interface Magnitudes {

  /** Draws the coefficient of an active feature. */
  float draw(RandomStream random);

  /** Uniform on (low, high]. */
  static Magnitudes uniform(double low, double high) {
    return random -> (float) (low + (high - low) * (1 - random.nextDouble()));
  }

  /**
   * Log-normal with the median 1: exp(sd·z) with a Gaussian z.
   *
   * @param sd standard deviation of the logarithm
   */
  static Magnitudes logNormal(double sd) {
    return random -> (float) StrictMath.exp(sd * random.nextGaussian());
  }
}
