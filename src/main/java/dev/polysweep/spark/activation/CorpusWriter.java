package dev.polysweep.spark.activation;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.polysweep.data.text.Corpus;
import dev.polysweep.data.text.LabelledText;
import dev.polysweep.spark.store.ParquetTables;
import dev.polysweep.spark.store.ResultReader;
import dev.polysweep.spark.store.SparkRows;
import dev.polysweep.table.TableSchema;
import dev.polysweep.table.row.CorpusByteRow;
import dev.polysweep.table.row.CorpusRow;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Writes the planted corpus as three tables: {@code text}, text files with one document in a line;
 * {@code documents}, the same documents as Parquet; and {@code bytes}, the ground truth of each
 * byte. The files are in the order of the documents. {@link #json} gives the content of {@code
 * corpus.json}, which states the size and entropy of the corpus. {@link SmallCorpus} writes a few
 * documents without Spark.
 */
public final class CorpusWriter {

  private static final int DOCUMENTS_A_FILE = 4096;

  private final SparkSession spark;
  private final String folder;
  private final Corpus corpus;
  private final int documents;

  /**
   * Creates a writer.
   *
   * @param folder path or URI of the folder to write into
   * @param corpus generator of the documents
   * @param documents number of documents
   */
  public CorpusWriter(SparkSession spark, String folder, Corpus corpus, int documents) {
    this.spark = spark;
    this.folder = folder;
    this.corpus = corpus;
    this.documents = documents;
  }

  /**
   * Size and entropy of a part of the corpus.
   *
   * @param language a value of the column {@code language}, or {@code all} for the whole corpus
   * @param bytes number of bytes of the part
   * @param nats mean surprisal in nats a byte, rounded to six decimals
   */
  public record Size(String language, long bytes, double nats) {}

  /**
   * Writes the three tables.
   *
   * @return the size of the whole corpus first, then the sizes of the languages in alphabetical
   *     order
   * @throws IOException if the folder cannot be written
   */
  public List<Size> write() throws IOException {
    Corpus from = corpus;
    int files = (documents - 1) / DOCUMENTS_A_FILE + 1;
    JavaRDD<Integer> numbers =
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .parallelize(IntStream.range(0, documents).boxed().toList(), files);
    spark
        .createDataset(numbers.map(i -> from.document(i).text()).rdd(), Encoders.STRING())
        .write()
        .option("lineSep", "\n")
        .text(folder + "/text");
    write(
        CorpusRow.SCHEMA,
        numbers.map(i -> SparkRows.of(new CorpusRow(i, from.document(i).text()))));
    write(
        CorpusByteRow.SCHEMA,
        numbers.flatMap(i -> labels(i, from.document(i)).map(SparkRows::of).iterator()));
    return sizes();
  }

  private void write(TableSchema table, JavaRDD<Row> rows) throws IOException {
    ParquetTables.write(rows, table, new Path(folder, table.name()));
  }

  /** The rows of the bytes of a document. */
  static Stream<CorpusByteRow> labels(int document, LabelledText text) {
    return IntStream.range(0, text.length())
        .mapToObj(
            at ->
                new CorpusByteRow(
                    document,
                    at,
                    text.at(at),
                    text.language(at).word(),
                    text.role(at).word(),
                    text.surprisal(at)));
  }

  private List<Size> sizes() {
    Dataset<Row> bytes =
        ResultReader.literally(spark).parquet(folder + "/" + CorpusByteRow.SCHEMA.name());
    bytes.createOrReplaceTempView("corpus_bytes");
    return spark
        .sql(
            "select 'all', count(*), round(avg(surprisal), 6) from corpus_bytes union all select * from"
                + " (select language, count(*), round(avg(surprisal), 6) from corpus_bytes"
                + " group by language order by language)")
        .collectAsList()
        .stream()
        .map(row -> new Size(row.getString(0), row.getLong(1), row.getDouble(2)))
        .toList();
  }

  /**
   * The content of {@code corpus.json}.
   *
   * @param corpus generator of the documents
   * @param documents number of documents
   * @param sizes the sizes that {@link #write()} has returned
   */
  public static String json(Corpus corpus, int documents, List<Size> sizes) throws IOException {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("seed", corpus.seed());
    all.put("documents", documents);
    all.put("bytes", sizes.get(0).bytes());
    all.put("entropy_nats_per_byte", sizes.get(0).nats());
    Map<String, Object> languages = new LinkedHashMap<>();
    for (Size size : sizes.subList(1, sizes.size())) {
      languages.put(
          size.language(), Map.of("bytes", size.bytes(), "entropy_nats_per_byte", size.nats()));
    }
    all.put("languages", languages);
    return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(all) + "\n";
  }
}
