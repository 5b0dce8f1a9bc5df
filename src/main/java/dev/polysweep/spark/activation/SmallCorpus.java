package dev.polysweep.spark.activation;

import dev.polysweep.data.text.Corpus;
import dev.polysweep.spark.activation.CorpusWriter.Size;
import dev.polysweep.spark.session.LocalFiles;
import dev.polysweep.spark.store.ParquetTables;
import dev.polysweep.spark.store.SparkRows;
import dev.polysweep.table.row.CorpusByteRow;
import dev.polysweep.table.row.CorpusRow;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * Writes a planted corpus of a few documents in this process, without Spark: the tables of {@link
 * CorpusWriter}, one file each.
 */
public final class SmallCorpus {

  /** The largest number of documents for which starting Spark does not pay. */
  public static final int MOST = 2000;

  private final Path folder;
  private final Corpus corpus;
  private final int documents;
  private final Configuration hadoop = new Configuration();

  /**
   * Creates a writer.
   *
   * @param folder folder of this machine to write into
   * @param corpus generator of the documents
   * @param documents number of documents
   */
  public SmallCorpus(Path folder, Corpus corpus, int documents) {
    this.folder = folder;
    this.corpus = corpus;
    this.documents = documents;
    hadoop.set("fs.file.impl", LocalFiles.class.getName());
  }

  /**
   * Writes the three tables.
   *
   * @return the size of the whole corpus first, then the sizes of the languages in alphabetical
   *     order
   * @throws IOException if the folder cannot be written
   */
  public List<Size> write() throws IOException {
    Files.createDirectories(folder.resolve("text"));
    try (BufferedWriter text =
        Files.newBufferedWriter(folder.resolve("text").resolve("part-00000.txt"))) {
      for (int i = 0; i < documents; i++) {
        text.write(corpus.document(i).text());
        text.write('\n');
      }
    }
    ParquetTables.write(
        numbers().map(i -> SparkRows.of(new CorpusRow(i, corpus.document(i).text()))),
        CorpusRow.SCHEMA,
        table(CorpusRow.SCHEMA.name()),
        hadoop);
    Sizes sizes = new Sizes();
    ParquetTables.write(
        numbers()
            .flatMap(i -> CorpusWriter.labels(i, corpus.document(i)))
            .peek(sizes::add)
            .map(SparkRows::of),
        CorpusByteRow.SCHEMA,
        table(CorpusByteRow.SCHEMA.name()),
        hadoop);
    return sizes.list();
  }

  private Stream<Integer> numbers() {
    return IntStream.range(0, documents).boxed();
  }

  private org.apache.hadoop.fs.Path table(String name) {
    return new org.apache.hadoop.fs.Path(folder.resolve(name).toUri());
  }

  /** The bytes and the surprisal of each language, summed. */
  private static final class Sizes {
    private final TreeMap<String, double[]> byLanguage = new TreeMap<>();

    void add(CorpusByteRow row) {
      double[] sums = byLanguage.computeIfAbsent(row.language(), language -> new double[2]);
      sums[0]++;
      sums[1] += row.surprisal();
    }

    List<Size> list() {
      double[] all = new double[2];
      List<Size> sizes = new ArrayList<>();
      byLanguage.forEach(
          (language, sums) -> {
            all[0] += sums[0];
            all[1] += sums[1];
            sizes.add(size(language, sums));
          });
      sizes.add(0, size("all", all));
      return sizes;
    }

    private static Size size(String language, double[] sums) {
      return new Size(language, (long) sums[0], Math.rint(sums[1] / sums[0] * 1e6) / 1e6);
    }
  }
}
