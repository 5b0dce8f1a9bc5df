package dev.polysweep.spark.activation;

import dev.polysweep.data.store.RowOrder;
import dev.polysweep.data.store.ShardFile;
import java.io.Serializable;
import java.util.Locale;
import java.util.Map;

/**
 * Assigns tokens to the files of a store. Files 0 to {@code train} − 1 are for training, those
 * after them for validation; each file takes the tokens whose keys lie in one range.
 *
 * @param folder folder of the store, on a file system that driver and executors share
 * @param order order of the tokens
 * @param width numbers in an activation
 * @param train number of files for training
 * @param validation number of files for validation
 */
record ShuffledFiles(String folder, RowOrder order, int width, int train, int validation)
    implements Serializable {

  /**
   * Returns as many files as the tokens need.
   *
   * @param tokens number of tokens, by whether they are held out
   * @param bytes approximate size of a file in bytes
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

  /**
   * The number of the file that a token belongs to.
   *
   * @param heldOut whether the token's document is held out
   * @param key sort key of the token
   */
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

  /** The header of a file, in bytes, for a number of rows. */
  byte[] header(long rows) {
    return ShardFile.header(rows, width);
  }
}
