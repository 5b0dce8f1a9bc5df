package dev.polysweep.transformer;

/**
 * A tensor of floats {@code [rows, length, width]} that a model computed from a batch of windows:
 * an activation, or logits. The entries of padding have no meaning.
 *
 * @param values the entries, row-major; the array is not copied and may be changed
 * @param rows number of windows, padding rows included
 * @param length number of positions of a window, padding included
 * @param width number of values a token
 */
public record WindowTensor(float[] values, int rows, int length, int width) {

  /** The index in {@link #values} at which the values of a token begin. */
  public int offset(int window, int position) {
    return (window * length + position) * width;
  }

  /** A copy of the values of a token, {@code [width]}. */
  public float[] at(int window, int position) {
    int from = offset(window, position);
    return java.util.Arrays.copyOfRange(values, from, from + width);
  }
}
