package dev.polysweep.data;

import dev.polysweep.math.Matrix;
import dev.polysweep.math.RandomStream;
import dev.polysweep.math.StreamId;

/**
 * Batches of a finite set of samples: the set is gone through again and again, each time in another
 * order (Fisher and Yates), and step t takes the t-th batch of that sequence. A batch may end one
 * pass and begin the next. The orders depend on the seed alone.
 */
public final class MiniBatches implements TrainingData.Generated {
  private static final long serialVersionUID = 1L;

  private final Matrix x;
  private final Matrix y;
  private final int samples;
  private final long seed;
  private transient volatile Pass last;

  /** The order in which one pass goes through the samples. */
  private record Pass(int number, int[] order) {}

  /**
   * @param x all inputs, {@code [n, inputs]}, n at least 1
   * @param y all targets, {@code [n, targets]}
   * @param samples batch size
   * @param seed key of the orders
   * @throws IllegalArgumentException if x and y differ in their number of rows or have none
   */
  public MiniBatches(Matrix x, Matrix y, int samples, long seed) {
    if (x.rows() != y.rows() || x.rows() == 0) {
      throw new IllegalArgumentException(
          "inputs " + x + " and targets " + y + " need the same number of rows, at least 1");
    }
    this.x = x;
    this.y = y;
    this.samples = samples;
    this.seed = seed;
  }

  @Override
  public int samples() {
    return samples;
  }

  @Override
  public int inputs() {
    return x.cols();
  }

  @Override
  public int targets() {
    return y.cols();
  }

  @Override
  public void fill(int step, Matrix batchX, Matrix batchY) {
    for (int s = 0; s < samples; s++) {
      long at = (long) step * samples + s;
      int row = pass((int) (at / x.rows())).order[(int) (at % x.rows())];
      System.arraycopy(x.data(), row * x.cols(), batchX.data(), s * x.cols(), x.cols());
      System.arraycopy(y.data(), row * y.cols(), batchY.data(), s * y.cols(), y.cols());
    }
  }

  private Pass pass(int number) {
    Pass pass = last;
    if (pass == null || pass.number != number) {
      pass = new Pass(number, order(x.rows(), seed, number));
      last = pass;
    }
    return pass;
  }

  /**
   * A random order of rows.
   *
   * @param rows number of rows
   * @param seed key of the order
   * @param number which of the seed's orders
   */
  public static int[] order(int rows, long seed, int number) {
    int[] order = new int[rows];
    RandomStream random = new RandomStream(seed, StreamId.SHUFFLE, number, 0);
    for (int i = 0; i < rows; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MiniBatches that
        && samples == that.samples
        && seed == that.seed
        && (x == that.x || x.equals(that.x))
        && (y == that.y || y.equals(that.y));
  }

  @Override
  public int hashCode() {
    return java.util.Objects.hash(samples, seed, x.rows(), x.cols(), y.cols());
  }
}
