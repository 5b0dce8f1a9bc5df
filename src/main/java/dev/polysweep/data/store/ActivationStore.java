package dev.polysweep.data.store;

import dev.polysweep.data.store.StoreManifest.Shard;
import dev.polysweep.math.Matrix;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Activations in random order, for training and, of other documents, for validation. A process maps
 * a store once, whoever reads it, and reads batches where they lie: its size does not matter to the
 * heap. Thread-safe.
 */
public final class ActivationStore {

  private static final Map<String, ActivationStore> OPEN = new ConcurrentHashMap<>();

  private final StoreManifest manifest;
  private final Rows train;
  private final Rows validation;

  private ActivationStore(Path folder, StoreManifest manifest) throws IOException {
    this.manifest = manifest;
    train = new Rows(folder, manifest.train(), manifest.width());
    validation = new Rows(folder, manifest.validation(), manifest.width());
  }

  /**
   * Opens a store, or gives the one that this process has open.
   *
   * @throws IOException if it is not there or damaged; the message is for users, without the
   *     folder's name
   */
  public static ActivationStore open(Path folder) throws IOException {
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

  /** What it says of itself. */
  public StoreManifest manifest() {
    return manifest;
  }

  /** Width of the activations. */
  public int width() {
    return manifest.width();
  }

  /** Rows for training. */
  public long trainRows() {
    return train.rows;
  }

  /** Rows for validation. */
  public long validationRows() {
    return validation.rows;
  }

  /**
   * Rows for training; after the last comes the first.
   *
   * @param from any number, counted round
   * @return {@code [rows, width]}
   */
  public Matrix train(long from, int rows) {
    return train.read(from, rows);
  }

  /**
   * Rows for validation, likewise.
   *
   * @return {@code [rows, width]}
   */
  public Matrix validation(long from, int rows) {
    return validation.read(from, rows);
  }

  /** Rows over several files. */
  private static final class Rows {
    private final ShardFile[] files;
    private final long[] start;
    private final int width;
    private final long rows;

    Rows(Path folder, List<Shard> shards, int width) throws IOException {
      this.width = width;
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
        throw new IllegalStateException("there are no such rows");
      }
      Matrix batch = new Matrix(count, width);
      long at = Math.floorMod(from, rows);
      for (int done = 0; done < count; ) {
        int file = java.util.Arrays.binarySearch(start, at);
        file = file >= 0 ? file : -file - 2;
        while (start[file + 1] == at) {
          file++; // files without rows
        }
        int some = (int) Math.min(count - done, start[file + 1] - at);
        files[file].copy((int) (at - start[file]), some, batch.data(), done * width);
        done += some;
        at = (at + some) % rows;
      }
      return batch;
    }
  }
}
