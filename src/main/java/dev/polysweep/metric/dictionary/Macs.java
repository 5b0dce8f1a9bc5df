package dev.polysweep.metric.dictionary;

import dev.polysweep.math.Matrix;
import dev.polysweep.metric.geometry.UnitColumns;

/**
 * The mean absolute cosine similarity of a decoder's feature directions:
 *
 * <pre>macs = (1/d_sae²) Σ_i Σ_j |C_ij − I_ij|,  C = DᵀD,  D's columns w_i / (‖w_i‖ + 1e-8)</pre>
 *
 * <p>The mean runs over all d_sae² entries, the diagonal (about 0) included, as the taming
 * experiment defines it. Range 0 (orthogonal) to 1 − 1/d_sae (all parallel). A zero column counts
 * |0 − 1| on the diagonal and 0 elsewhere. NaN without columns.
 */
public final class Macs {

  private Macs() {}

  /**
   * Computes MACS.
   *
   * @param decoder {@code [d_hidden, d_sae]}, one feature a column, of any norm
   */
  public static double of(Matrix decoder) {
    UnitColumns unit = UnitColumns.of(decoder);
    int n = unit.count();
    double diagonal = 0;
    double above = 0;
    for (int i = 0; i < n; i++) {
      diagonal += Math.abs(unit.cosine(i, i) - 1);
      above = unit.plusAbsoluteCosinesAfter(i, above);
    }
    return (diagonal + 2 * above) / ((double) n * n);
  }
}
