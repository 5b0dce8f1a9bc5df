package dev.polysweep.transformer;

import java.util.Arrays;

/**
 * Windows of token ids that run together, padded at the right to one length: a decoder's tokens do
 * not see what follows them, so padding changes nothing before it.
 *
 * @param ids {@code [rows][]}, the windows, of one token or more
 * @param rows rows of the batch, padding rows included
 * @param length positions of the batch
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

  /** Token ids, 0 for padding. */
  long[] tokens() {
    long[] all = new long[rows * length];
    for (int row = 0; row < ids.length; row++) {
      for (int i = 0; i < ids[row].length; i++) {
        all[row * length + i] = ids[row][i];
      }
    }
    return all;
  }

  /** 1 for tokens, 0 for padding; a padding row has one token, since no row may have none. */
  long[] mask() {
    long[] all = new long[rows * length];
    for (int row = 0; row < rows; row++) {
      int tokens = row < ids.length ? ids[row].length : 1;
      Arrays.fill(all, row * length, row * length + tokens, 1);
    }
    return all;
  }

  /** 0, 1, 2, … along each row. */
  long[] positions() {
    long[] all = new long[rows * length];
    Arrays.setAll(all, i -> i % length);
    return all;
  }
}
