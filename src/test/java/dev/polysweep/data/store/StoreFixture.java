package dev.polysweep.data.store;

import dev.polysweep.data.CorrelatedFiring;
import dev.polysweep.data.SyntheticDictionary;
import dev.polysweep.data.store.StoreManifest.Shard;
import dev.polysweep.math.Matrix;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Small stores of activations for tests: sums of a few of 1⅓ times as many features as numbers. */
public final class StoreFixture {

  private StoreFixture() {}

  /**
   * Writes a store.
   *
   * @param folder created
   * @param width of the activations
   * @param train rows for training, in two files
   * @param validation rows for validation
   * @param seed what fixes the numbers
   * @return the folder
   */
  public static Path write(Path folder, int width, int train, int validation, long seed)
      throws IOException {
    Files.createDirectories(folder);
    int features = width * 4 / 3;
    SyntheticDictionary dictionary =
        new SyntheticDictionary(new CorrelatedFiring(features, 2, 0.99, 0.5, 0), width, 0, 1, 0);
    StoreStatistics.Sums sums = new StoreStatistics.Sums(width);
    Matrix rows = dictionary.samples((int) seed, train + validation).x();
    for (int s = 0; s < train; s++) {
      sums.add(Arrays.copyOfRange(rows.data(), s * width, (s + 1) * width));
    }
    int half = train / 2;
    StoreManifest manifest =
        StoreManifest.of(
            Map.of("seed", seed),
            List.of(
                file(folder, "train-00000.npy", rows.rows(0, half)),
                file(folder, "train-00001.npy", rows.rows(half, train))),
            List.of(file(folder, "validation-00000.npy", rows.rows(train, train + validation))),
            sums.statistics());
    Files.writeString(folder.resolve(StoreManifest.FILE), manifest.json());
    return folder;
  }

  private static Shard file(Path folder, String name, Matrix rows) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(ShardFile.header(rows.rows(), rows.cols()));
    ByteBuffer numbers =
        ByteBuffer.allocate(rows.data().length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    numbers.asFloatBuffer().put(rows.data());
    bytes.write(numbers.array());
    Files.write(folder.resolve(name), bytes.toByteArray());
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray());
      return new Shard(name, rows.rows(), HexFormat.of().formatHex(hash));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }
}
