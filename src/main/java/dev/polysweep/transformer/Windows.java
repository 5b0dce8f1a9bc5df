package dev.polysweep.transformer;

import java.util.Arrays;

/**
 * A batch of windows of token ids, padded at the right to one length. A token of a decoder does not
 * attend to what follows, so padding does not change the activations of the tokens before it.
 *
 * @param ids token ids of each window, at least one token a window
 * @param rows number of rows of the batch, padding rows included
 * @param length number of positions of a row
 */
record Windows(int[][] ids, int rows, int length) {

  static Windows of(int[][] ids, ModelInputs inputs) {
    int longest = Arrays.stream(ids).mapToInt(window -> window.length).max().orElseThrow();
    return new Windows(
        ids,
        inputs.batch() > 0 ? inputs.batch() : ids.length,
        inputs.sequence() > 0 ? inputs.sequence() : longest);
  }

  Windows {
    if (ids.length > rows || Arrays.stream(ids).anyMatch(w -> w.length > length)) {
      throw new IllegalArgumentException(
          ids.length + " windows do not fit a batch of " + rows + " × " + length);
    }
  }

  /** The token ids, {@code [rows * length]}; 0 for padding. */
  long[] tokens() {
    long[] all = new long[rows * length];
    for (int row = 0; row < ids.length; row++) {
      for (int i = 0; i < ids[row].length; i++) {
        all[row * length + i] = ids[row][i];
      }
    }
    return all;
  }

  /**
   * The attention mask, {@code [rows * length]}: 1 for tokens, 0 for padding. A padding row counts
   * as one token, because attention over no token is undefined.
   */
  long[] mask() {
    long[] all = new long[rows * length];
    for (int row = 0; row < rows; row++) {
      int tokens = row < ids.length ? ids[row].length : 1;
      Arrays.fill(all, row * length, row * length + tokens, 1);
    }
    return all;
  }

  /** The positions 0, 1, 2, … of each row, {@code [rows * length]}. */
  long[] positions() {
    long[] all = new long[rows * length];
    Arrays.setAll(all, i -> i % length);
    return all;
  }
}
