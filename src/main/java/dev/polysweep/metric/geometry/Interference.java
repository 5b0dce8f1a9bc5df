package dev.polysweep.metric.geometry;

import dev.polysweep.math.Matrix;

/**
 * The summed squared overlap of a decoder's feature directions:
 *
 * <pre>
 * interference = Σ_{i&lt;j} C_ij² · imp_{i mod n} · imp_{j mod n},  C as in {@link CosineOverlap}
 * </pre>
 *
 * <p>The weights are those of the original of the taming experiment. They give latent i the
 * importance of input feature i mod n, although nothing ties that latent to that feature; therefore
 * the unweighted sum Σ_{i&lt;j} C_ij² is reported as well. Range 0 to d_sae(d_sae − 1)/2 for
 * importances up to 1. A zero column adds nothing; fewer than two columns give 0.
 */
public final class Interference {

  private static final float[] EQUAL = {1f};

  private Interference() {}

  /**
   * The unweighted sum.
   *
   * @param decoder {@code [d_hidden, d_sae]}, one feature a column, of any norm
   */
  public static double of(Matrix decoder) {
    return of(decoder, EQUAL);
  }

  /**
   * The sum weighted by importance.
   *
   * @param decoder {@code [d_hidden, d_sae]}, one feature a column, of any norm
   * @param importance {@code [n]}, n at least 1; reused cyclically when d_sae is larger
   * @throws IllegalArgumentException if importance is empty
   */
  public static double of(Matrix decoder, float[] importance) {
    if (importance.length == 0) {
      throw new IllegalArgumentException("importance must have at least one entry");
    }
    UnitColumns unit = UnitColumns.of(decoder);
    int n = unit.count();
    double sum = 0;
    for (int i = 0; i < n; i++) {
      double weight = importance[i % importance.length];
      for (int j = i + 1; j < n; j++) {
        double cosine = unit.cosine(i, j);
        sum += cosine * cosine * weight * importance[j % importance.length];
      }
    }
    return sum;
  }
}
