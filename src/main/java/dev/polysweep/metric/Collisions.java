package dev.polysweep.metric;

import dev.polysweep.math.Matrix;

/**
 * Counts the neurons that several features share, of weights that have become sparse: a feature has
 * a neuron if the weight between them is near ±1, from {@value #FROM} to {@value #TO} in size. Two
 * features collide if they have the same neuron (Lecomte et al. 2023, "What causes
 * polysemanticity?").
 */
public final class Collisions {

  private static final double FROM = 0.8;
  private static final double TO = 1.2;

  private Collisions() {}

  /**
   * Returns the number of neurons that two or more features have.
   *
   * @param w weights {@code [neurons, features]}, not changed
   */
  public static int of(Matrix w) {
    int shared = 0;
    for (int neuron = 0; neuron < w.rows(); neuron++) {
      int features = 0;
      for (int i = 0; i < w.cols(); i++) {
        double size = Math.abs(w.get(neuron, i));
        features += size >= FROM && size <= TO ? 1 : 0;
      }
      shared += features > 1 ? 1 : 0;
    }
    return shared;
  }
}
