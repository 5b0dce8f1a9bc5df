package dev.polysweep.metric.psi;

import dev.polysweep.math.Matrix;
import java.util.Arrays;

/**
 * Inputs that show one feature at a time: each feature at the quartiles of its active values, with
 * all others 0, and first the input 0, which shows nothing. A value is active if it is above 0.
 *
 * @param shown the inputs, {@code [1 + 3·features, features]}
 * @param concepts the feature that each shows, −1 for none, {@code [1 + 3·features]}
 */
public record ConceptInputs(Matrix shown, int[] concepts) {

  private static final double[] QUANTILES = {0.25, 0.5, 0.75};

  /**
   * Makes the inputs.
   *
   * @param x samples of inputs, {@code [samples, features]}
   */
  public static ConceptInputs of(Matrix x) {
    int features = x.cols();
    Matrix alone = new Matrix(1 + features * QUANTILES.length, features);
    int[] concepts = new int[alone.rows()];
    concepts[0] = PsiProbe.NOTHING;
    for (int f = 0; f < features; f++) {
      double[] active = active(x, f);
      for (int q = 0; q < QUANTILES.length; q++) {
        int row = 1 + f * QUANTILES.length + q;
        concepts[row] = f;
        alone.set(row, f, (float) quantile(active, QUANTILES[q]));
      }
    }
    return new ConceptInputs(alone, concepts);
  }

  /** The values of a feature on the samples where it is active, ascending. */
  private static double[] active(Matrix x, int feature) {
    double[] values = new double[x.rows()];
    int n = 0;
    for (int s = 0; s < x.rows(); s++) {
      if (x.get(s, feature) > 0) {
        values[n++] = x.get(s, feature);
      }
    }
    double[] active = Arrays.copyOf(values, n);
    Arrays.sort(active);
    return active;
  }

  /**
   * The q-quantile, by linear interpolation between order statistics; 0 for a feature that is never
   * active.
   */
  private static double quantile(double[] sorted, double q) {
    if (sorted.length == 0) {
      return 0;
    }
    double at = q * (sorted.length - 1);
    int low = (int) at;
    int high = Math.min(low + 1, sorted.length - 1);
    return sorted[low] + (at - low) * (sorted[high] - sorted[low]);
  }
}
