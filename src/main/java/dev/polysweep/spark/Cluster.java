package dev.polysweep.spark;

import dev.polysweep.data.store.RowOrder;
import dev.polysweep.data.text.Corpus;
import dev.polysweep.engine.Engine;
import dev.polysweep.engine.EngineUnavailableException;
import dev.polysweep.feature.ContextPlan;
import dev.polysweep.spark.activation.ActivationShuffle;
import dev.polysweep.spark.activation.CorpusWriter;
import dev.polysweep.spark.activation.Extraction;
import dev.polysweep.spark.activation.ExtractionRunner;
import dev.polysweep.spark.activation.TextSource;
import dev.polysweep.spark.aggregate.Aggregator;
import dev.polysweep.spark.aggregate.NullTest;
import dev.polysweep.spark.dl4j.SparkSaeEngine;
import dev.polysweep.spark.feature.FeatureAnalysis;
import dev.polysweep.spark.run.PackFunction;
import dev.polysweep.spark.run.SweepRunner;
import dev.polysweep.spark.session.EnglishLocale;
import dev.polysweep.spark.session.Gpus;
import dev.polysweep.spark.session.JobNames;
import dev.polysweep.spark.session.Sessions;
import dev.polysweep.spark.store.FailedCells;
import dev.polysweep.spark.store.ParquetTables;
import dev.polysweep.spark.store.ResultReader;
import dev.polysweep.spark.store.ResultStore;
import dev.polysweep.spark.store.ResultTables;
import dev.polysweep.spark.store.SparkRows;
import dev.polysweep.spark.store.StoredCheckpoints;
import dev.polysweep.spark.store.StoredTables;
import dev.polysweep.sweep.Sweep;
import dev.polysweep.sweep.result.Provenance;
import dev.polysweep.table.ActivationTable;
import dev.polysweep.table.TableSchema;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/**
 * A running Spark, on this machine or on a cluster, and the entrance to everything that can be done
 * with it.
 */
public final class Cluster implements AutoCloseable {

  private final SparkSession spark;
  private final EnglishLocale locale;

  private Cluster(SparkSession spark, EnglishLocale locale) {
    this.spark = spark;
    this.locale = locale;
  }

  /**
   * Starts Spark in this process, or attaches to the application that {@code spark-submit} has set
   * up.
   *
   * @param name name of the application on Spark's web page
   * @param master Spark's master URL; null stands for the configured one or, if none is configured,
   *     for all cores of this machine
   * @throws dev.polysweep.engine.EngineUnavailableException if Spark cannot assign the GPUs that
   *     its configuration asks for
   */
  public static Cluster open(String name, String master) {
    return open(name, master, List.of());
  }

  /**
   * Starts Spark as {@link #open(String, String)} does, and sends jar files to its executors.
   *
   * @param jars jar files of this machine with classes that the executors need
   * @throws dev.polysweep.engine.EngineUnavailableException if Spark cannot assign the GPUs that
   *     its configuration asks for
   */
  public static Cluster open(String name, String master, List<Path> jars) {
    EnglishLocale locale = new EnglishLocale();
    try {
      SparkSession spark = Sessions.open(name, master, jars);
      JobNames.set(spark.sparkContext(), name + ": reading results");
      return new Cluster(spark, locale);
    } catch (Throwable e) {
      locale.close();
      throw e;
    }
  }

  /**
   * Checks that executors have a GPU if an engine needs one. The engine {@code auto} needs none.
   *
   * @param engine name of the engine, or auto
   * @throws dev.polysweep.engine.EngineUnavailableException if the engine needs a GPU and executors
   *     have none; the message says what to set
   */
  public void requireGpusFor(String engine) {
    Gpus.requireFor(engine, spark.sparkContext().getConf());
  }

  /** Whether the tasks that train have a GPU, each or several of them one. */
  public boolean hasGpus() {
    return Gpus.given(spark.sparkContext().getConf());
  }

  /**
   * Whether tasks run in the driver's own process.
   *
   * @param master Spark's master URL, or null for the configured one
   */
  public static boolean isLocal(String master) {
    return Sessions.isLocal(master);
  }

  /** Number of tasks that run at the same time; at least 1. */
  public int cores() {
    return Math.max(1, spark.sparkContext().defaultParallelism());
  }

  /** Number of tasks that share the GPUs of {@link #hasGpus}, as packs are cut for; at least 1. */
  public int gpuTasks() {
    return Gpus.tasks(spark.sparkContext().getConf(), cores());
  }

  /** Spark's version, such as 3.5.1. */
  public String version() {
    return spark.version();
  }

  /**
   * Opens a results folder.
   *
   * @param folder path or URI of the folder, which need not exist
   * @throws IOException if the folder's file system cannot be reached
   */
  public StoredTables stored(String folder) throws IOException {
    return new StoredTables(folder, spark.sparkContext().hadoopConfiguration());
  }

  /** Returns a reader of the tables that a sweep has left in a folder. */
  public ResultReader reader(ResultStore store, ResultTables tables) {
    return new ResultReader(spark, store, tables);
  }

  /**
   * Returns an aggregator of the results that a sweep has left in a folder.
   *
   * @param nullTests from a configuration's label to the metrics that were compared with a null
   *     distribution
   */
  public Aggregator aggregator(
      ResultStore store, ResultTables tables, Sweep sweep, Map<String, List<NullTest>> nullTests) {
    return new Aggregator(spark, store, tables, sweep, nullTests);
  }

  /**
   * Removes the sweep's cells that failed or diverged from the results, so that the next run trains
   * them again.
   *
   * @return number of removed cells
   * @throws IOException if results cannot be read or written
   */
  public long forgetFailures(ResultStore store, Sweep sweep) throws IOException {
    return new FailedCells(spark, store, sweep).forget();
  }

  /** Returns a runner that trains the cells of a sweep and writes their results into a folder. */
  public SweepRunner runner(
      ResultStore store, ResultTables tables, Sweep sweep, PackFunction function) {
    return new SweepRunner(spark, store, tables, sweep, function);
  }

  /** Where the cells of a sweep that take long keep their state. */
  public StoredCheckpoints checkpoints(ResultStore store) {
    Provenance program = Provenance.now(null, null);
    return new StoredCheckpoints(
        store.checkpoints().toUri().toString(),
        new SerializableConfiguration(spark.sparkContext().hadoopConfiguration()),
        program.version() + " " + program.commit(),
        StoredCheckpoints.USUAL_S);
  }

  /**
   * Returns an engine that trains each autoencoder on all executors together.
   *
   * @param averageEvery number of training steps between two averagings of the executors'
   *     parameters
   * @throws EngineUnavailableException if Deeplearning4j is not on the class path
   */
  public Engine distributed(int averageEvery) {
    Engine engine =
        new SparkSaeEngine(
            JavaSparkContext.fromSparkContext(spark.sparkContext()), cores(), averageEvery);
    engine
        .unavailable()
        .ifPresent(
            why -> {
              throw new EngineUnavailableException(why);
            });
    return engine;
  }

  /**
   * Writes a table into a folder, in the place of an old one.
   *
   * @param folder path or URI of the folder, which need not exist
   * @throws IOException if the folder cannot be written
   */
  public void write(String folder, TableSchema table, List<? extends Record> rows)
      throws IOException {
    ResultStore store = stored(folder).store();
    ParquetTables.write(
        rows.stream().map(SparkRows::of),
        table,
        store.staging(table.name()),
        spark.sparkContext().hadoopConfiguration());
    store.replaceTable(table.name());
    store.discardStaging();
  }

  /**
   * Returns a runner that extracts activations into a folder.
   *
   * @param folder path or URI of the folder, which need not exist
   * @param of model, tap and windows of the extraction
   * @param source documents to read
   * @throws IOException if the folder's file system cannot be reached
   */
  public ExtractionRunner extraction(String folder, Extraction of, TextSource source)
      throws IOException {
    ResultStore store =
        new ResultStore(folder, spark.sparkContext().hadoopConfiguration(), ActivationTable.NAME);
    return new ExtractionRunner(spark, store, of, source);
  }

  /**
   * Returns the job that makes a store of extracted activations, in random order, for training.
   *
   * @param source folder of the extraction
   * @param folder folder of the store, which driver and executors share
   * @param order order of the tokens, and the share of documents that is held out
   */
  public ActivationShuffle shuffle(Path source, Path folder, RowOrder order) {
    return new ActivationShuffle(spark, source.toString(), folder, order);
  }

  /** Returns a writer of the planted corpus. */
  public CorpusWriter corpus(String folder, Corpus corpus, int documents) {
    return new CorpusWriter(spark, folder, corpus, documents);
  }

  /**
   * Returns an analysis that writes tables of features into a folder.
   *
   * @param folder path or URI of the folder
   * @param plan which contexts of each feature to keep
   * @param seed seed of the random choices of the analysis
   */
  public FeatureAnalysis features(String folder, ContextPlan plan, long seed) {
    return new FeatureAnalysis(spark, folder, plan, seed);
  }

  /** Stops Spark. */
  @Override
  public void close() {
    spark.stop();
    locale.close();
  }
}
