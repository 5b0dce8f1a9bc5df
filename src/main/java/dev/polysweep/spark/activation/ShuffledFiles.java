package dev.polysweep.spark.activation;

import dev.polysweep.data.store.RowOrder;
import dev.polysweep.data.store.ShardFile;
import java.io.Serializable;
import java.util.Locale;
import java.util.Map;

/**
 * Into which files of a store tokens go: numbers below {@code train} for training, the others for
 * validation, each a range of keys.
 *
 * @param folder of the store, on a file system that executors share
 * @param order of the tokens
 * @param width of the activations
 * @param train files for training
 * @param validation files for validation
 */
record ShuffledFiles(String folder, RowOrder order, int width, int train, int validation)
    implements Serializable {

  /**
   * As many files as so many tokens fill.
   *
   * @param tokens by whether they are held out
   * @param bytes of a file, about
   */
  static ShuffledFiles of(
      String folder, RowOrder order, int width, Map<Boolean, Long> tokens, long bytes) {
    return new ShuffledFiles(
        folder,
        order,
        width,
        files(tokens.getOrDefault(false, 0L) * width * Float.BYTES, bytes),
        files(tokens.getOrDefault(true, 0L) * width * Float.BYTES, bytes));
  }

  private static int files(long all, long bytes) {
    return Math.toIntExact((all + bytes - 1) / bytes);
  }

  int count() {
    return train + validation;
  }

  /** The file of a token. */
  int number(boolean heldOut, long key) {
    return heldOut ? train + RowOrder.range(key, validation) : RowOrder.range(key, train);
  }

  int number(long document, int position) {
    return number(order.heldOut(document), order.key(document, position));
  }

  String name(int number) {
    return number < train
        ? String.format(Locale.ROOT, "train-%05d.npy", number)
        : String.format(Locale.ROOT, "validation-%05d.npy", number - train);
  }

  /** What a file of so many rows begins with. */
  byte[] header(long rows) {
    return ShardFile.header(rows, width);
  }
}
