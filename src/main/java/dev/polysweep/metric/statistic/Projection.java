package dev.polysweep.metric.statistic;

import java.util.ArrayList;
import java.util.List;

/**
 * An orthogonal projection of vectors of configurations onto the part of them that one source of
 * variance explains, in coordinates whose sum of squares is the squared length of the projection.
 */
@FunctionalInterface
interface Projection {

  /**
   * The coordinates of a projected vector.
   *
   * @param x {@code [configurations]}, not changed
   * @return coordinates, equally many for every vector
   */
  double[] of(double[] x);

  /**
   * The projection onto an orthonormal basis.
   *
   * @param basis {@code [dimensions][configurations]}
   */
  static Projection onto(List<double[]> basis) {
    return x -> {
      double[] coordinates = new double[basis.size()];
      for (int i = 0; i < coordinates.length; i++) {
        coordinates[i] = dot(basis.get(i), x);
      }
      return coordinates;
    };
  }

  /**
   * The vectors that enlarge the span of an orthonormal basis so that it holds further vectors, by
   * the modified Gram–Schmidt process, carried out twice for each vector.
   *
   * @param basis orthonormal vectors, not changed
   * @param further vectors to be held, not changed
   * @return orthonormal vectors, orthogonal to the basis; none for a vector that is in the span
   */
  static List<double[]> enlarged(List<double[]> basis, List<double[]> further) {
    List<double[]> all = new ArrayList<>(basis);
    for (double[] vector : further) {
      double[] rest = vector.clone();
      double before = Math.sqrt(dot(rest, rest));
      for (int pass = 0; pass < 2; pass++) {
        for (double[] unit : all) {
          double along = dot(unit, rest);
          for (int i = 0; i < rest.length; i++) {
            rest[i] -= along * unit[i];
          }
        }
      }
      double length = Math.sqrt(dot(rest, rest));
      if (length > 1e-9 * before) {
        for (int i = 0; i < rest.length; i++) {
          rest[i] /= length;
        }
        all.add(rest);
      }
    }
    return all.subList(basis.size(), all.size());
  }

  /** The inner product Σ aᵢbᵢ of two vectors of equal length. */
  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
