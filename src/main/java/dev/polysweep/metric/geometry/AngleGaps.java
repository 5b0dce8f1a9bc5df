package dev.polysweep.metric.geometry;

import dev.polysweep.math.Matrix;
import dev.polysweep.metric.statistic.Moments;
import java.util.Arrays;

/**
 * The angular gaps between neighbouring feature directions in a model with two hidden dimensions. A
 * feature i is represented if ‖W_i‖ &gt; 0.5. The m represented features, sorted by direction,
 * leave m gaps whose sum is 360°; in a regular polygon all gaps are equal.
 *
 * @param represented the number m of represented features
 * @param mean mean gap 360/m in degrees; NaN for m = 0
 * @param sd sample standard deviation of the gaps in degrees; NaN for m &lt; 2
 */
public record AngleGaps(int represented, double mean, double sd) {

  /** The norm above which a feature is represented. */
  public static final double REPRESENTED = 0.5;

  /**
   * The features form a regular polygon if the standard deviation of the gaps is below this, in
   * degrees.
   */
  public static final double REGULAR = 3;

  /**
   * Measures the gaps between the columns of W.
   *
   * @param w {@code [2, n_features]}, not changed
   * @throws IllegalArgumentException if w has not two rows
   */
  public static AngleGaps of(Matrix w) {
    if (w.rows() != 2) {
      throw new IllegalArgumentException("angles need two hidden dimensions, not " + w.rows());
    }
    double[] angles = new double[w.cols()];
    int m = 0;
    for (int i = 0; i < w.cols(); i++) {
      double x = w.get(0, i);
      double y = w.get(1, i);
      if (Math.sqrt(x * x + y * y) > REPRESENTED) {
        angles[m++] = StrictMath.toDegrees(StrictMath.atan2(y, x));
      }
    }
    Arrays.sort(angles, 0, m);
    double[] gaps = new double[m];
    for (int i = 0; i < m; i++) {
      gaps[i] = i + 1 < m ? angles[i + 1] - angles[i] : angles[0] + 360 - angles[i];
    }
    Moments moments = Moments.of(gaps);
    return new AngleGaps(m, moments.mean(), moments.sd());
  }

  /**
   * The number of represented features, #{i : ‖W_i‖ &gt; 0.5}, in any number of hidden dimensions.
   *
   * @param norms ‖W_i‖, {@code [n_features]}
   */
  public static int represented(double[] norms) {
    return (int) Arrays.stream(norms).filter(norm -> norm > REPRESENTED).count();
  }

  /**
   * Whether there are at least three features, all are represented, and the gaps have an sd below
   * 3°.
   */
  public boolean isRegularPolygon(int features) {
    return features >= 3 && represented == features && sd < REGULAR;
  }
}
