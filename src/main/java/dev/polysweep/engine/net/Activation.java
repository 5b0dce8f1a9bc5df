package dev.polysweep.engine.net;

/** An element-wise activation function f(z), with the derivative that training uses at its kink. */
public enum Activation {
  /** z. */
  LINEAR,
  /** max(z, 0); derivative 0 at 0. */
  RELU,
  /** z for z &gt; 0, else 0.01·z; derivative 0.01 at 0. */
  LEAKY_RELU,
  /** z·Φ(z) = z·(1 + erf(z/√2))/2, exact; Hendrycks and Gimpel 2016. */
  GELU,
  /** tanh z. */
  TANH
}
