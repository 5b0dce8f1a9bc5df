package dev.polysweep.metric;

import dev.polysweep.math.Matrix;
import java.util.List;

/**
 * The mean fourth power of the weights, pooled over all entries of all matrices: sparsity_w4 = Σ w⁴
 * / #w. The definition is that of the taming experiment. For a given Σ w² the value is the larger,
 * the fewer weights carry the sum; it scales with the fourth power of the weights. Range [0, ∞).
 * Biases are not counted as weights. NaN without entries.
 */
public final class SparsityW4 {

  private SparsityW4() {}

  /**
   * Computes the mean.
   *
   * @param weights matrices of any shapes
   */
  public static double of(List<Matrix> weights) {
    double sum = 0;
    long count = 0;
    for (Matrix matrix : weights) {
      for (float weight : matrix.data()) {
        double square = (double) weight * weight;
        sum += square * square;
      }
      count += matrix.data().length;
    }
    return sum / count;
  }
}
