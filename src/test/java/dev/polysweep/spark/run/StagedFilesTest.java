package dev.polysweep.spark.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.polysweep.spark.SparkFixture;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagedFilesTest {

  private final JavaSparkContext context =
      JavaSparkContext.fromSparkContext(SparkFixture.spark().sparkContext());
  @TempDir Path folder;

  private static final List<StagedCell> CELLS =
      IntStream.range(0, 5)
          .mapToObj(i -> new StagedCell(null, "host " + i, Instant.ofEpochSecond(i)))
          .toList();

  private List<String> written() throws Exception {
    Path place = folder.resolve("[wave] *");
    StagedFiles.write(context.parallelize(CELLS, 2), new org.apache.hadoop.fs.Path(place.toUri()));
    assertFalse(Files.exists(place.resolve("_temporary")));
    try (Stream<Path> files = Files.list(place)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("part-"))
          .sorted()
          .map(file -> new org.apache.hadoop.fs.Path(file.toUri()).toString())
          .toList();
    }
  }

  @Test
  void cellsComeBackInOrder() throws Exception {
    List<String> files = written();
    assertEquals(2, files.size());
    assertEquals(CELLS, StagedFiles.read(context, files, 1).collect());
    assertEquals(CELLS, StagedFiles.read(context, files, 2).collect());
  }

  @Test
  void aTornFileIsNoShorterOne() throws Exception {
    List<String> files = written();
    Path torn = folder.resolve("[wave] */part-00001");
    Files.deleteIfExists(torn.resolveSibling("." + torn.getFileName() + ".crc"));
    try (RandomAccessFile file = new RandomAccessFile(torn.toFile(), "rw")) {
      file.setLength(file.length() - 1); // the end mark is one byte
    }
    assertThrows(SparkException.class, () -> StagedFiles.read(context, files, 1).collect());
  }
}
