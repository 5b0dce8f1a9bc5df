package dev.polysweep.spark.activation;

import dev.polysweep.data.file.Halves;
import dev.polysweep.data.store.StoreStatistics;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;

/**
 * Writes the files of a store whose tokens a partition holds; the tokens are sorted by file and
 * key. A file gets its final name when it is complete, so a task that is tried twice does no harm.
 *
 * @param files assigns tokens to files
 * @param rows number of tokens in each file {@code [files]}
 */
record ShardWriter(ShuffledFiles files, long[] rows)
    implements FlatMapFunction<Iterator<TokenActivation>, WrittenShard> {

  private static final int BUFFER = 1 << 20;

  @Override
  public Iterator<WrittenShard> call(Iterator<TokenActivation> tokens) throws IOException {
    List<WrittenShard> written = new ArrayList<>();
    TokenActivation token = tokens.hasNext() ? tokens.next() : null;
    while (token != null) {
      int number = files.number(token.getDocument(), token.getPosition());
      Path unfinished =
          Path.of(
              files.folder(), "." + files.name(number) + "." + TaskContext.get().taskAttemptId());
      MessageDigest digest = sha256();
      StoreStatistics.Sums sums = new StoreStatistics.Sums(files.width());
      try (OutputStream out =
          new DigestOutputStream(
              new BufferedOutputStream(Files.newOutputStream(unfinished), BUFFER), digest)) {
        out.write(files.header(rows[number]));
        ByteBuffer bytes =
            ByteBuffer.allocate(files.width() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (long row = 0; row < rows[number]; row++) {
          float[] x =
              token.getHalves() == null ? token.getFloats() : Halves.floats(token.getHalves());
          sums.add(x);
          bytes.asFloatBuffer().put(x);
          out.write(bytes.array());
          token = tokens.hasNext() ? tokens.next() : null;
        }
      }
      Files.move(
          unfinished,
          Path.of(files.folder(), files.name(number)),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
      written.add(new WrittenShard(number, HexFormat.of().formatHex(digest.digest()), sums));
    }
    return written.iterator();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has SHA-256
    }
  }
}
