package dev.polysweep.spark.activation;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Identifies the files of a source by their content, so that results made of other content are not
 * taken for complete. The executors read the files.
 */
final class SourceHash {

  private SourceHash() {}

  /**
   * The SHA-256, in hexadecimal, over one line for each file with the SHA-256 of its bytes.
   *
   * @param files URIs of the files; their order does not matter
   * @param named whether the files' names count too, because results name their files
   * @throws IOException if a file cannot be read
   */
  static String of(SparkSession spark, String[] files, boolean named) throws IOException {
    String[] sorted = files.clone();
    Arrays.sort(sorted);
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    SerializableConfiguration hadoop =
        new SerializableConfiguration(spark.sparkContext().hadoopConfiguration());
    MessageDigest all = sha256();
    if (sorted.length > 0) {
      int tasks = Math.min(sorted.length, 4 * context.defaultParallelism());
      List<String> lines =
          context
              .parallelize(Arrays.asList(sorted), tasks)
              .map(file -> ofFile(file, hadoop) + (named ? " " + file : "") + "\n")
              .collect();
      lines.stream().sorted().forEach(line -> all.update(line.getBytes(StandardCharsets.UTF_8)));
    }
    return HexFormat.of().formatHex(all.digest());
  }

  private static String ofFile(String file, SerializableConfiguration hadoop) throws IOException {
    Path path = new Path(URI.create(file));
    MessageDigest digest = sha256();
    try (InputStream in =
        new DigestInputStream(path.getFileSystem(hadoop.value()).open(path), digest)) {
      byte[] buffer = new byte[1 << 16];
      while (in.read(buffer) >= 0) {
        // The stream feeds the digest.
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JRE has SHA-256", e);
    }
  }
}
