package dev.polysweep.metric;

import dev.polysweep.math.Matrix;

/** Checks of the shapes of a metric's arguments. */
public final class Shapes {

  private Shapes() {}

  /**
   * Requires two matrices to have the same numbers of rows and of columns.
   *
   * @throws IllegalArgumentException if they have not
   */
  public static void requireEqual(Matrix a, Matrix b) {
    if (a.rows() != b.rows() || a.cols() != b.cols()) {
      throw new IllegalArgumentException("shapes must be equal, not " + a + " and " + b);
    }
  }
}
