package dev.polysweep.spark.dl4j;

import java.util.Objects;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.BaseActivationFunction;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The activation function of an autoencoder's encoder, from pre-activations z {@code [n, d_sae]} to
 * activations a. TopK keeps the k largest positive z of each sample, of equal ones the first, and
 * sets the others to 0. L1 keeps every positive z, and adds the penalty l1·Σ_f a_f to each sample's
 * loss. The gradient passes through active latents only.
 */
public final class SparseActivation extends BaseActivationFunction {
  private static final long serialVersionUID = 1L;

  private final int k;
  private final double l1;

  /**
   * Creates the function.
   *
   * @param k greatest number of active latents in a sample
   * @param l1 coefficient of the penalty
   */
  SparseActivation(int k, double l1) {
    this.k = k;
    this.l1 = l1;
  }

  @Override
  public INDArray getActivation(INDArray in, boolean training) {
    int rows = (int) in.size(0);
    int cols = (int) in.size(1);
    float[] z = in.dup('c').data().asFloat();
    gate(z, z, rows, cols);
    return in.assign(Nd4j.createFromArray(z).reshape('c', rows, cols));
  }

  @Override
  public Pair<INDArray, INDArray> backprop(INDArray in, INDArray epsilon) {
    assertShape(in, epsilon);
    int rows = (int) in.size(0);
    int cols = (int) in.size(1);
    float[] z = in.dup('c').data().asFloat();
    float[] gradient = epsilon.dup('c').data().asFloat();
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] += (float) l1;
    }
    gate(z, gradient, rows, cols);
    return new Pair<>(in.assign(Nd4j.createFromArray(gradient).reshape('c', rows, cols)), null);
  }

  /**
   * Sets the values of inactive latents to 0.
   *
   * @param z pre-activations {@code [rows, cols]}, which decide what is active
   * @param values numbers {@code [rows, cols]}, changed in place; may be {@code z} itself
   */
  private void gate(float[] z, float[] values, int rows, int cols) {
    float[] largest = new float[Math.min(k, cols)];
    for (int s = 0; s < rows; s++) {
      int row = s * cols;
      float least = k >= cols ? 0 : largest(z, row, cols, largest);
      int equal = k >= cols ? 0 : k - above(z, row, cols, least);
      for (int f = row; f < row + cols; f++) {
        boolean active = z[f] > 0 && (z[f] > least || z[f] == least && equal-- > 0);
        if (!active) {
          values[f] = 0;
        }
      }
    }
  }

  /**
   * The k-th largest number of a row, or 0 if fewer than k are positive.
   *
   * @param row index of the row's first number in {@code z}
   * @param largest {@code [k]}, overwritten with the k largest positive numbers, ascending
   */
  private static float largest(float[] z, int row, int cols, float[] largest) {
    java.util.Arrays.fill(largest, 0);
    for (int f = row; f < row + cols; f++) {
      if (z[f] > largest[0]) {
        int at = 0;
        for (; at + 1 < largest.length && largest[at + 1] < z[f]; at++) {
          largest[at] = largest[at + 1];
        }
        largest[at] = z[f];
      }
    }
    return largest[0];
  }

  private static int above(float[] z, int row, int cols, float least) {
    int above = 0;
    for (int f = row; f < row + cols; f++) {
      above += z[f] > least ? 1 : 0;
    }
    return above;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SparseActivation that && k == that.k && l1 == that.l1;
  }

  @Override
  public int hashCode() {
    return Objects.hash(k, l1);
  }

  @Override
  public String toString() {
    return "sparse(" + k + ", " + l1 + ")";
  }
}
