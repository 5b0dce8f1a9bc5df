package dev.polysweep.metric;

import dev.polysweep.math.Matrix;
import dev.polysweep.metric.statistic.Moments;
import java.util.Arrays;

/**
 * Angles between neighbouring features in two hidden dimensions. Features with ‖W_i‖ &gt; 0.5 are
 * represented; sorted by direction they leave as many gaps, whose sum is 360°. A regular polygon
 * has equal gaps.
 *
 * @param represented m, number of represented features
 * @param mean 360/m in degrees; NaN for none
 * @param sd sample standard deviation of the gaps in degrees; NaN for fewer than two
 */
public record AngleGaps(int represented, double mean, double sd) {

  /** Norm above which a feature is represented. */
  public static final double REPRESENTED = 0.5;

  /** Gaps of a regular polygon vary less than this, in degrees. */
  public static final double REGULAR = 3;

  /**
   * @param w {@code [2, n_features]}, left as it is
   * @throws IllegalArgumentException if there are not two hidden dimensions
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

  /** Number of represented features of W [n_hidden, n_features]: #{i : ‖W_i‖ &gt; 0.5}. */
  public static int represented(double[] norms) {
    return (int) Arrays.stream(norms).filter(norm -> norm > REPRESENTED).count();
  }

  /** Whether all of n ≥ 3 features are represented and the gaps' sd is below 3°. */
  public boolean isRegularPolygon(int features) {
    return features >= 3 && represented == features && sd < REGULAR;
  }
}
