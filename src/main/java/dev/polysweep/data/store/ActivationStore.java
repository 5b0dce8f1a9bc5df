package dev.polysweep.data.store;

import dev.polysweep.data.store.StoreManifest.Shard;
import dev.polysweep.math.Matrix;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A store of activations in random order: rows for training and, from other documents, rows for
 * validation. A process maps the files of a store into memory once for all its readers, so the size
 * of a store does not matter to the heap. Each file is compared with the hash that the manifest
 * states when it is first read. Thread-safe.
 */
public final class ActivationStore {

  private static final Map<String, ActivationStore> OPEN = new HashMap<>();

  private final StoreManifest manifest;
  private final Rows train;
  private final Rows validation;

  private ActivationStore(Path folder, StoreManifest manifest) throws IOException {
    this.manifest = manifest;
    train = new Rows(folder, manifest.train(), manifest.width());
    validation = new Rows(folder, manifest.validation(), manifest.width());
  }

  /**
   * Opens a store, or returns the one that this process has already open.
   *
   * @throws IOException if the store does not exist or is damaged; the message is for users and
   *     does not name the folder
   */
  public static synchronized ActivationStore open(Path folder) throws IOException {
    Path absolute = folder.toAbsolutePath().normalize();
    StoreManifest manifest = StoreManifest.read(absolute);
    String key = manifest.sha256() + " " + absolute;
    ActivationStore open = OPEN.get(key);
    if (open == null) {
      open = new ActivationStore(absolute, manifest);
      OPEN.put(key, open);
    }
    return open;
  }

  /** The manifest of this store. */
  public StoreManifest manifest() {
    return manifest;
  }

  /** The width of the activations. */
  public int width() {
    return manifest.width();
  }

  /** The number of rows for training. */
  public long trainRows() {
    return train.rows;
  }

  /** The number of rows for validation; 0 if no documents are held out. */
  public long validationRows() {
    return validation.rows;
  }

  /**
   * Reads consecutive rows for training; the last row is followed by the first.
   *
   * @param from index of the first row, modulo the number of rows
   * @param rows number of rows to read
   * @return {@code [rows, width]}
   */
  public Matrix train(long from, int rows) {
    return train.read(from, rows);
  }

  /**
   * Reads consecutive rows for validation; the last row is followed by the first.
   *
   * @param from index of the first row, modulo the number of rows
   * @param rows number of rows to read
   * @return {@code [rows, width]}
   * @throws IllegalStateException if the store has no rows for validation
   */
  public Matrix validation(long from, int rows) {
    return validation.read(from, rows);
  }

  /** The rows of one split, which are spread over several files. */
  private static final class Rows {
    private final List<Shard> shards;
    private final ShardFile[] files;
    private final long[] start;
    private final int width;
    private final long rows;

    Rows(Path folder, List<Shard> shards, int width) throws IOException {
      this.width = width;
      this.shards = shards;
      files = new ShardFile[shards.size()];
      start = new long[shards.size() + 1];
      for (int i = 0; i < files.length; i++) {
        Shard shard = shards.get(i);
        files[i] = ShardFile.map(folder.resolve(shard.file()), shard.rows(), width);
        start[i + 1] = start[i] + shard.rows();
      }
      rows = start[files.length];
    }

    Matrix read(long from, int count) {
      if (rows == 0) {
        throw new IllegalStateException(
            "the store has no rows for this purpose (training or validation)");
      }
      Matrix batch = new Matrix(count, width);
      long at = Math.floorMod(from, rows);
      for (int done = 0; done < count; ) {
        int file = java.util.Arrays.binarySearch(start, at);
        file = file >= 0 ? file : -file - 2;
        while (start[file + 1] == at) {
          file++; // a file without rows starts where the next one does
        }
        int some = (int) Math.min(count - done, start[file + 1] - at);
        files[file].requireSound(shards.get(file).file(), shards.get(file).sha256());
        files[file].copy((int) (at - start[file]), some, batch.data(), done * width);
        done += some;
        at = (at + some) % rows;
      }
      return batch;
    }
  }
}
