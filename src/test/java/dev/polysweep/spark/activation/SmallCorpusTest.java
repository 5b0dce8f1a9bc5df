package dev.polysweep.spark.activation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.data.text.Corpus;
import dev.polysweep.spark.SparkFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SmallCorpusTest {

  private static final int DOCUMENTS = 7;

  @TempDir private Path folder;

  /** A reader cannot tell which of the two wrote a corpus. */
  @Test
  void isWhatSparkWrites() throws IOException {
    SparkSession spark = SparkFixture.spark();
    Path small = folder.resolve("small");
    Path large = folder.resolve("large");
    Corpus corpus = new Corpus(3);
    List<CorpusWriter.Size> sizes = new SmallCorpus(small, corpus, DOCUMENTS).write();
    CorpusWriter writer = new CorpusWriter(spark, large.toUri().toString(), corpus, DOCUMENTS);
    assertEquals(writer.write(), sizes);
    assertTrue(sizes.size() > 2, "several languages");
    for (String table : List.of("documents", "bytes")) {
      assertEquals(rows(spark, large.resolve(table)), rows(spark, small.resolve(table)), table);
    }
    assertEquals(text(large), text(small));
  }

  private static List<String> rows(SparkSession spark, Path table) {
    return spark.read().parquet(table.toUri().toString()).collectAsList().stream()
        .map(Object::toString)
        .toList();
  }

  private static String text(Path corpus) throws IOException {
    try (Stream<Path> files = Files.list(corpus.resolve("text"))) {
      StringBuilder all = new StringBuilder();
      for (Path part :
          files
              .filter(file -> file.getFileName().toString().startsWith("part-"))
              .sorted()
              .toList()) {
        all.append(Files.readString(part));
      }
      return all.toString();
    }
  }
}
