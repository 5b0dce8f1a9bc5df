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
import dev.polysweep.spark.session.Gpus;
import dev.polysweep.spark.session.JobNames;
import dev.polysweep.spark.session.Sessions;
import dev.polysweep.spark.store.FailedCells;
import dev.polysweep.spark.store.ResultReader;
import dev.polysweep.spark.store.ResultStore;
import dev.polysweep.spark.store.ResultTables;
import dev.polysweep.sweep.Sweep;
import dev.polysweep.table.ActivationTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** A running Spark, on this machine or a cluster, and the doors to what can be done with it. */
public final class Cluster implements AutoCloseable {

  private final SparkSession spark;

  private Cluster(SparkSession spark) {
    this.spark = spark;
  }

  /**
   * Starts Spark, or joins what {@code spark-submit} set up.
   *
   * @param name shown on Spark's web page
   * @param master Spark's master URL, or null for the one configured, and all cores of this machine
   *     without any
   * @throws dev.polysweep.engine.EngineUnavailableException if the GPUs asked for cannot be given
   */
  public static Cluster open(String name, String master) {
    return open(name, master, List.of());
  }

  /**
   * Starts Spark likewise, and gives its executors jar files.
   *
   * @param jars jar files of this machine with classes that the executors need
   * @throws dev.polysweep.engine.EngineUnavailableException if the GPUs asked for cannot be given
   */
  public static Cluster open(String name, String master, List<Path> jars) {
    SparkSession spark = Sessions.open(name, master, jars);
    JobNames.set(spark.sparkContext(), name + ": reading results");
    return new Cluster(spark);
  }

  /**
   * Refuses an engine for GPUs where executors get none.
   *
   * @param engine name of the engine, or auto
   * @throws dev.polysweep.engine.EngineUnavailableException with what to set
   */
  public void requireGpusFor(String engine) {
    Gpus.requireFor(engine, spark.sparkContext().getConf());
  }

  /** Whether tasks run in this very process. */
  public static boolean isLocal(String master) {
    return Sessions.isLocal(master);
  }

  /** Number of tasks that run at a time. */
  public int cores() {
    return Math.max(1, spark.sparkContext().defaultParallelism());
  }

  /** Spark's version. */
  public String version() {
    return spark.version();
  }

  /**
   * A results folder.
   *
   * @param folder path or URI; it need not exist
   * @throws IOException if its file system cannot be reached
   */
  public ResultStore store(String folder) throws IOException {
    return new ResultStore(folder, spark.sparkContext().hadoopConfiguration());
  }

  /** Reads what a sweep left in a folder. */
  public ResultReader reader(ResultStore store, ResultTables tables) {
    return new ResultReader(spark, store, tables);
  }

  /**
   * Aggregates what a sweep left in a folder.
   *
   * @param nullTests by label, the metrics with a null
   */
  public Aggregator aggregator(
      ResultStore store, ResultTables tables, Sweep sweep, Map<String, List<NullTest>> nullTests) {
    return new Aggregator(spark, store, tables, sweep, nullTests);
  }

  /**
   * Takes the sweep's cells that failed or diverged out of a folder, so that they are run again.
   *
   * @return number of these cells
   * @throws IOException if results cannot be read or written
   */
  public long forgetFailures(ResultStore store, Sweep sweep) throws IOException {
    return new FailedCells(spark, store, sweep).forget();
  }

  /** Runs a sweep into a folder. */
  public SweepRunner runner(
      ResultStore store, ResultTables tables, Sweep sweep, PackFunction function) {
    return new SweepRunner(spark, store, tables, sweep, function);
  }

  /**
   * An engine that spreads each autoencoder over all executors.
   *
   * @param averageEvery steps between averagings
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
   * Extracts activations into a folder.
   *
   * @param folder path or URI; it need not exist
   * @throws IOException if its file system cannot be reached
   */
  public ExtractionRunner extraction(String folder, Extraction of, TextSource source)
      throws IOException {
    ResultStore store =
        new ResultStore(folder, spark.sparkContext().hadoopConfiguration(), ActivationTable.NAME);
    return new ExtractionRunner(spark, store, of, source);
  }

  /**
   * Makes a store of extracted activations.
   *
   * @param source folder of the extraction
   * @param folder of the store, which driver and executors share
   */
  public ActivationShuffle shuffle(Path source, Path folder, RowOrder order) {
    return new ActivationShuffle(spark, source.toString(), folder, order);
  }

  /** Writes the planted corpus into a folder. */
  public CorpusWriter corpus(String folder, Corpus corpus, int documents) {
    return new CorpusWriter(spark, folder, corpus, documents);
  }

  /**
   * Analyses features into a folder.
   *
   * @param folder path or URI
   * @param plan which contexts to keep
   * @param seed of what is drawn
   */
  public FeatureAnalysis features(String folder, ContextPlan plan, long seed) {
    return new FeatureAnalysis(spark, folder, plan, seed);
  }

  /** Stops Spark. */
  @Override
  public void close() {
    spark.stop();
  }
}
