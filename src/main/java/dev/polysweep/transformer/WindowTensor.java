package dev.polysweep.transformer;

/**
 * A tensor {@code [rows, length, width]} of floats that a model made of a batch of windows: an
 * activation or logits. Entries of padding mean nothing.
 *
 * @param values row-major, not copied; may be changed
 * @param rows windows, padding rows included
 * @param length positions of each, padding included
 * @param width numbers a token
 */
public record WindowTensor(float[] values, int rows, int length, int width) {

  /** Where a token's numbers begin in {@link #values}. */
  public int offset(int window, int position) {
    return (window * length + position) * width;
  }

  /** A token's numbers, copied. */
  public float[] at(int window, int position) {
    int from = offset(window, position);
    return java.util.Arrays.copyOfRange(values, from, from + width);
  }
}
