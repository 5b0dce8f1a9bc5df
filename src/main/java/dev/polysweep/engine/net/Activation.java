package dev.polysweep.engine.net;

/**
 * An element-wise activation function f(z). Where f has a kink, the derivative that training uses
 * there is given.
 */
public enum Activation {
  /** f(z) = z. */
  LINEAR,
  /** f(z) = max(z, 0), with derivative 0 at z = 0. */
  RELU,
  /** f(z) = z for z &gt; 0 and 0.01·z otherwise, with derivative 0.01 at z = 0. */
  LEAKY_RELU,
  /**
   * f(z) = z·Φ(z) = z·(1 + erf(z/√2))/2, without the tanh approximation (Hendrycks and Gimpel
   * 2016).
   */
  GELU,
  /** f(z) = tanh z. */
  TANH
}
