package dev.polysweep.metric;

import dev.polysweep.math.Matrix;

/**
 * Summed squared overlap of a decoder's feature directions:
 *
 * <pre>
 * interference = Σ_{i&lt;j} C_ij² · imp_{i mod n} · imp_{j mod n},  C as in {@link CosineOverlap}
 * </pre>
 *
 * <p>The weights are those of the taming experiment's original. They tie latent number i to input
 * feature i mod n, which says nothing about what the latent stands for, so the unweighted sum
 * Σ_{i&lt;j} C_ij² stands beside it. Range 0 to d_sae(d_sae − 1)/2 for importances up to 1. A zero
 * column adds nothing; fewer than two columns give 0.
 */
public final class Interference {

  private static final float[] EQUAL = {1f};

  private Interference() {}

  /**
   * Unweighted.
   *
   * @param decoder {@code [d_hidden, d_sae]}, a feature a column, any scale
   */
  public static double of(Matrix decoder) {
    return of(decoder, EQUAL);
  }

  /**
   * Weighted by importance.
   *
   * @param decoder {@code [d_hidden, d_sae]}, a feature a column, any scale
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
