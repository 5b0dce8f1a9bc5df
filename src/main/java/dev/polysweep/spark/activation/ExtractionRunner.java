package dev.polysweep.spark.activation;

import static org.apache.spark.sql.functions.col;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.polysweep.spark.run.Progress;
import dev.polysweep.spark.session.Failures;
import dev.polysweep.spark.session.JobNames;
import dev.polysweep.spark.store.ResultReader;
import dev.polysweep.spark.store.ResultStore;
import dev.polysweep.sweep.result.Provenance;
import dev.polysweep.sweep.yaml.SweepException;
import dev.polysweep.table.ActivationTable;
import dev.polysweep.table.row.DocumentRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.LongAccumulator;

/**
 * Extracts activations wave by wave: first the table {@code documents}, then for each of its waves
 * the rows of {@code activations}, which are moved into place when they are complete. A run that
 * continues an earlier one keeps the documents and the complete waves. {@code manifest.json} states
 * what was extracted.
 */
public final class ExtractionRunner {

  private static final String MANIFEST = "manifest.json";
  private static final String JOB_GROUP = "polysweep-extract";
  private static final int NAMED = 5;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SparkSession spark;
  private final ResultStore store;
  private final Extraction of;
  private final TextSource source;
  private Progress.Listener listener = progress -> {};
  private volatile boolean cancelled;

  /**
   * Creates a runner.
   *
   * @param store the folder that the tables are written into
   * @param of model, tap and windows of the extraction
   * @param source documents to read
   */
  public ExtractionRunner(SparkSession spark, ResultStore store, Extraction of, TextSource source) {
    this.spark = spark;
    this.store = store;
    this.of = of;
    this.source = source;
  }

  /** Sets the listener that is told of progress, counted in tokens. */
  public ExtractionRunner withProgress(Progress.Listener told) {
    listener = told;
    return this;
  }

  /**
   * How an extraction ended.
   *
   * @param documents number of documents in the source
   * @param skipped number of these that were skipped, by reason
   * @param named numbers of the first few skipped documents, by reason
   * @param longer number of documents that are longer than the context
   * @param leftOut number of tokens that were cut off from these
   * @param tokens number of extracted tokens, those of earlier runs included
   * @param now number of these that this run has extracted
   * @param seconds wall time of this run's waves
   */
  public record Outcome(
      long documents,
      Map<String, Long> skipped,
      Map<String, List<Long>> named,
      long longer,
      long leftOut,
      long tokens,
      long now,
      double seconds) {}

  /**
   * Extracts the waves that are missing.
   *
   * @param tapped content of the ONNX model whose only output is the tap
   * @throws SweepException if the source cannot be read, or the folder holds another extraction
   * @throws CancellationException after {@link #cancel}; complete waves stay
   * @throws IOException if results cannot be written, or the model fails on some document
   */
  public Outcome run(byte[] tapped) throws IOException {
    Map<String, Object> recipe = of.recipe();
    recipe.put("source", source.fingerprint(spark));
    requireSame(recipe);
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Broadcast<byte[]> model = context.broadcast(tapped);
    try {
      store.dropLeftovers();
      writeManifest(recipe, Map.of());
      context.setJobGroup(JOB_GROUP, "extract", true);
      if (!store.has(DocumentRow.SCHEMA.name())) {
        JobNames.set(spark.sparkContext(), "extract: reading documents");
        Documents.write(spark, store, source, of);
      }
      Outcome outcome = waves(counted(), model);
      writeManifest(recipe, counts(outcome));
      return outcome;
    } catch (Exception e) { // Spark throws checked exceptions undeclared
      requireGoingOn();
      throw Failures.forUsers(e);
    } finally {
      context.clearJobGroup();
      model.destroy();
      store.discardStaging();
      ExecutorModels.close();
    }
  }

  /** Writes a small text file into the folder, beside the tables. */
  public void write(String name, String text) throws IOException {
    store.write(name, text);
    store.discardStaging();
  }

  /** Stops the run; to be called from another thread. The wave in flight is dropped. */
  public void cancel() {
    cancelled = true;
    spark.sparkContext().cancelJobGroup(JOB_GROUP);
  }

  private void requireGoingOn() {
    if (cancelled) {
      throw new CancellationException("the extraction was cancelled");
    }
  }

  private Dataset<Row> documents() {
    return ResultReader.literally(spark).parquet(store.table(DocumentRow.SCHEMA.name()).toString());
  }

  private Outcome waves(Outcome planned, Broadcast<byte[]> model) throws IOException {
    Map<Integer, Long> waves = new TreeMap<>();
    for (Row row :
        documents().where(col("used").gt(0)).groupBy("wave").sum("used").collectAsList()) {
      waves.put(row.getInt(0), row.getLong(1));
    }
    store.completeWaves().forEach(waves::remove);
    long missing = waves.values().stream().mapToLong(Long::longValue).sum();
    LongAccumulator tokens = spark.sparkContext().longAccumulator("tokens");
    Watch watch = new Watch(tokens, missing);
    spark.sparkContext().addSparkListener(watch);
    long start = System.nanoTime();
    try {
      for (int wave : waves.keySet()) {
        requireGoingOn();
        JobNames.set(spark.sparkContext(), "extract: wave " + wave);
        rows(wave, new ExtractionTask(of, model, tokens))
            .write()
            // Nearly all numbers differ, so a Parquet dictionary of them would save nothing.
            .option("parquet.enable.dictionary#activations.list.element", "false")
            .parquet(store.stagedWave(ActivationTable.NAME, wave).toString());
        store.commitWave(wave, null);
      }
    } finally {
      spark.sparkContext().removeSparkListener(watch);
    }
    return new Outcome(
        planned.documents(),
        planned.skipped(),
        planned.named(),
        planned.longer(),
        planned.leftOut(),
        planned.tokens(),
        missing,
        (System.nanoTime() - start) / 1e9);
  }

  /**
   * The rows of a wave. A batch stays within one partition, and there are two partitions for each
   * core.
   */
  private Dataset<Row> rows(int wave, ExtractionTask task) {
    int partitions = 2 * spark.sparkContext().defaultParallelism();
    Column[] read =
        java.util.Arrays.stream(ExtractionTask.COLUMNS).map(c -> col(c)).toArray(Column[]::new);
    return documents()
        .where(col("wave").equalTo(wave).and(col("used").gt(0)))
        .select(read)
        .repartition(partitions, col("batch"))
        .sortWithinPartitions("document")
        .mapPartitions(task, Encoders.bean(TokenActivation.class))
        .select(
            col("document"),
            col("position"),
            col("tokenId").as("token_id"),
            col("tokenText").as("token_text"),
            col(of.half() ? "halves" : "floats").as(ActivationTable.NAME));
  }

  /** Counts the documents, for an extraction of which no wave has run in this process yet. */
  private Outcome counted() {
    Map<String, Long> skipped = new TreeMap<>();
    Map<String, List<Long>> named = new TreeMap<>();
    for (Row row : documents().groupBy("status").count().collectAsList()) {
      if (!row.getString(0).equals(Documents.OK)) {
        skipped.put(row.getString(0), row.getLong(1));
        named.put(row.getString(0), named(row.getString(0)));
      }
    }
    Row sums =
        documents()
            .selectExpr(
                "count(*)",
                "coalesce(sum(cast(tokens > " + of.context() + " as bigint)), 0)",
                "coalesce(sum(tokens - used), 0)",
                "coalesce(sum(used), 0)")
            .head();
    return new Outcome(
        sums.getLong(0), skipped, named, sums.getLong(1), sums.getLong(2), sums.getLong(3), 0, 0);
  }

  private List<Long> named(String status) {
    List<Long> numbers = new ArrayList<>();
    for (Row row :
        documents()
            .where(col("status").equalTo(status))
            .select("document")
            .sort("document")
            .takeAsList(NAMED)) {
      numbers.add(row.getLong(0));
    }
    return numbers;
  }

  private Map<String, Object> counts(Outcome outcome) {
    Map<String, Object> counts = new LinkedHashMap<>();
    counts.put("documents", outcome.documents());
    counts.put("tokens", outcome.tokens());
    counts.put("skipped", outcome.skipped());
    counts.put("longer_than_context", outcome.longer());
    counts.put("tokens_left_out", outcome.leftOut());
    return counts;
  }

  private void writeManifest(Map<String, Object> recipe, Map<String, Object> counts)
      throws IOException {
    Map<String, Object> manifest = new LinkedHashMap<>();
    manifest.put("complete", !counts.isEmpty());
    manifest.put("recipe", recipe);
    manifest.putAll(counts);
    Provenance here = Provenance.now(spark.version(), "onnxruntime");
    manifest.put("provenance", JSON.readTree(here.json()));
    store.write(
        MANIFEST, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(manifest) + "\n");
  }

  private void requireSame(Map<String, Object> recipe) throws IOException {
    String manifest = store.read(MANIFEST);
    if (manifest == null) {
      return;
    }
    Map<?, ?> before = (Map<?, ?>) JSON.readValue(manifest, Map.class).get("recipe");
    // Written as JSON and read again, so that numbers have the types that the manifest's have.
    Map<?, ?> now = JSON.readValue(JSON.writeValueAsString(recipe), Map.class);
    for (Map.Entry<?, ?> entry : now.entrySet()) {
      Object earlier = before.get(entry.getKey());
      if (!Objects.equals(earlier, entry.getValue())) {
        throw new SweepException(
            String.format(
                Locale.ROOT,
                "--out: the folder holds another extraction: %s was %s, now %s; choose another folder, or delete it",
                entry.getKey(),
                earlier,
                entry.getValue()));
      }
    }
  }

  /** Reports progress whenever Spark announces that a task has ended. */
  private final class Watch extends SparkListener {
    private final LongAccumulator tokens;
    private final long total;
    private final long start = System.nanoTime();

    Watch(LongAccumulator tokens, long total) {
      this.tokens = tokens;
      this.total = total;
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd end) {
      long done = Math.min(tokens.value(), total);
      double rate = done / ((System.nanoTime() - start) / 1e9);
      double left = done == 0 ? Double.NaN : (total - done) / rate;
      listener.progress(new Progress(done, total, 0, 0, rate, left, null));
    }
  }
}
