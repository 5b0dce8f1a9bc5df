package dev.polysweep.metric;

import dev.polysweep.math.Matrix;

/** Checks of the shapes of a metric's arguments. */
final class Shapes {

  private Shapes() {}

  static void requireEqual(Matrix a, Matrix b) {
    if (a.rows() != b.rows() || a.cols() != b.cols()) {
      throw new IllegalArgumentException("shapes must be equal, not " + a + " and " + b);
    }
  }
}
