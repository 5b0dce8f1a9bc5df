package dev.polysweep.job;

import dev.polysweep.engine.Engines;
import dev.polysweep.experiment.Experiment;
import dev.polysweep.job.JobListener.Phase;
import dev.polysweep.spark.Cluster;
import dev.polysweep.spark.aggregate.Agreements;
import dev.polysweep.spark.dl4j.SparkSaeEngine;
import dev.polysweep.spark.run.SweepRunner;
import dev.polysweep.spark.store.OutputLock;
import dev.polysweep.sweep.Experiments;
import dev.polysweep.sweep.Sweep;
import dev.polysweep.sweep.file.FixedSettings;
import dev.polysweep.sweep.yaml.SweepException;
import dev.polysweep.table.row.AgreementRow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

/**
 * A sweep together with its results folder. The job trains the cells that have no results there
 * yet, aggregates, and writes the report. Calling {@link #run} again continues where an earlier run
 * stopped.
 *
 * <pre>{@code
 * JobResult result =
 *     SweepJob.of(sweep, Path.of("results"))
 *         .engine("simd")
 *         .listener(progress -> System.out.println(progress.done() + " of " + progress.total()))
 *         .run();
 * result.summary().forEach(System.out::println);
 * }</pre>
 *
 * <p>{@link #run} and {@link #aggregate} start Spark and stop it again, also one that the caller
 * started; meanwhile the default locale of the process is English, in whose digits Spark numbers
 * files. All options but the folder may be left out. Only {@link #cancel} may be called from
 * another thread.
 */
public final class SweepJob {

  private final Sweep given;
  private final Path path;
  private final String name;
  private Sweep fixed;
  private boolean recorded; // the folder's own sweep, in which everything is looked up already

  private String engine = Engines.AUTO;
  private String master;
  private List<Path> jars = List.of();
  private Integer pack;
  private Integer wave;
  private long maxFailures = Long.MAX_VALUE;
  private Integer averageEvery;
  private boolean retryFailed;
  private Consumer<String> beforeDeleting;
  private JobListener listener = progress -> {};

  private volatile boolean cancelled;
  private volatile SweepRunner runner;

  private SweepJob(Sweep sweep, Path path, String name) {
    this.given = sweep;
    this.path = path;
    this.name = name;
  }

  /**
   * Makes a job that runs a sweep into a folder.
   *
   * @param folder the results folder itself, which is created if needed; on a cluster, a folder
   *     that driver and executors share under this name
   */
  public static SweepJob of(Sweep sweep, Path folder) {
    return new SweepJob(sweep, folder, null);
  }

  /**
   * Makes a job that runs a sweep into a folder of any file system that Hadoop knows.
   *
   * @param folder a path, or a URI such as {@code hdfs://host/results} or {@code
   *     s3a://bucket/results}
   */
  public static SweepJob of(Sweep sweep, String folder) {
    return new SweepJob(sweep, null, folder);
  }

  /**
   * Makes a job for a folder that already holds results. Its sweep is read from the folder's {@code
   * sweep.yaml}.
   *
   * @param folder a results folder of this machine
   * @throws SweepException if the folder is not a results folder, or cannot be written to
   */
  public static SweepJob in(Path folder) {
    Path results = OutputFolder.check(folder);
    SweepJob job = new SweepJob(JobFolder.sweepOf(results), results, null);
    job.recorded = true;
    return job;
  }

  /** Trains with an engine, by its name; without this the best engine that works is taken. */
  public SweepJob engine(String called) {
    engine = called;
    return this;
  }

  /**
   * Runs on a Spark master, given by its URL. Without this, or with null, the job runs on the
   * master that Spark is configured for or, if none is configured, on all cores of this machine.
   */
  public SweepJob master(String url) {
    master = url;
    return this;
  }

  /**
   * Gives jar files to Spark's executors, for an experiment that is not on their class path. The
   * experiment must be on the class path of this program too.
   */
  public SweepJob jars(List<Path> files) {
    jars = List.copyOf(files);
    return this;
  }

  /**
   * Trains at most this number of cells in one task; without this, or with null, the number is
   * chosen automatically.
   */
  public SweepJob pack(Integer cells) {
    pack = atLeastOne("--pack", cells);
    return this;
  }

  /**
   * Trains at most this number of cells in a wave, whose results a crash can lose; without this, or
   * with null, the number is chosen automatically.
   */
  public SweepJob wave(Integer cells) {
    wave = atLeastOne("--wave", cells);
    return this;
  }

  /**
   * Stops the run as soon as this number of its cells has failed; without this the run continues
   * whatever fails.
   */
  public SweepJob maxFailures(long failures) {
    maxFailures = atLeastOne("--max-failures", failures);
    return this;
  }

  /** Runs cells that failed or diverged in an earlier run again. */
  public SweepJob retryFailed() {
    retryFailed = true;
    return this;
  }

  /** Deletes earlier results of the folder before the run. */
  public SweepJob fresh() {
    return fresh(place -> {});
  }

  /**
   * Deletes earlier results of the folder before the run, after asking the caller.
   *
   * @param before called with the folder's name before anything is deleted, if there is anything to
   *     delete; an exception that it throws ends the run and is passed on
   */
  public SweepJob fresh(Consumer<String> before) {
    beforeDeleting = before;
    return this;
  }

  /**
   * Trains one cell after another, each on all executors together, which is possible only for
   * sparse autoencoders. A special engine trains in this mode.
   *
   * @param every number of training steps between two averagings of the executors' weights
   */
  public SweepJob distributed(int every) {
    averageEvery = atLeastOne("--average-every", every);
    return this;
  }

  /** Sets the listener that is told what happens. */
  public SweepJob listener(JobListener told) {
    listener = told;
    return this;
  }

  private static <N extends Number> N atLeastOne(String option, N value) {
    if (value != null && value.longValue() < 1) {
      throw new SweepException(option + ": " + value + " is too small; at least 1");
    }
    return value;
  }

  /**
   * Checks what can be checked before Spark starts: the settings, the folder, the engine.
   *
   * @return the sweep as it will run, in which everything that settings refer to outside the sweep
   *     has been looked up
   * @throws SweepException if a setting refers to something that does not exist, a cell cannot be
   *     trained as requested, or the folder cannot be written
   * @throws dev.polysweep.engine.EngineUnavailableException if the engine cannot run the
   *     experiment, or this machine is to train and cannot run the engine
   */
  public Sweep check() {
    if (fixed == null) {
      if (isDistributed() && !engine.equals(Engines.AUTO)) {
        throw new SweepException("--engine: --distributed has an engine of its own");
      }
      Sweep sweep = isDistributed() ? FixedSettings.distributed(given) : FixedSettings.of(given);
      if (!isRemote()) {
        OutputFolder.check(path());
      }
      if (!isDistributed()) {
        checkEngine(Experiments.installed().named(sweep.experiment()));
      }
      fixed = sweep;
    }
    return fixed;
  }

  private void checkEngine(Experiment<?> experiment) {
    Engines.requireAble(engine, experiment::obstacle);
    if (trainsHere()) {
      Engines.named(engine, experiment::obstacle);
    }
  }

  /** The results folder: an absolute path, or the URI that was given. */
  public String folder() {
    return isRemote() ? name : path().toAbsolutePath().normalize().toString();
  }

  /**
   * Trains the cells that have no results yet, aggregates, and writes the report.
   *
   * @throws SweepException if the job is refused: see {@link #check}; or the folder holds results
   *     of other settings or another engine
   * @throws dev.polysweep.spark.store.OutputInUseException if another run holds the folder
   * @throws dev.polysweep.engine.EngineUnavailableException if the engine cannot run
   * @throws dev.polysweep.spark.run.TooManyFailuresException if as many cells failed as {@link
   *     #maxFailures} allows
   * @throws CancellationException after {@link #cancel}
   * @throws IOException if results cannot be read or written
   */
  public JobResult run() throws IOException {
    Sweep sweep = check();
    listener.phase(Phase.STARTING);
    if (isRemote()) {
      try (RemoteFolder stand = new RemoteFolder();
          Cluster cluster = openForTraining(sweep)) {
        return new SweepRun(this, cluster, JobFolder.of(cluster, stand, name, sweep)).run();
      }
    }
    Path folder = OutputFolder.check(path());
    try (OutputLock lock = OutputFolder.lock(folder);
        Cluster cluster = openForTraining(sweep)) {
      return new SweepRun(this, cluster, JobFolder.of(cluster, folder, sweep)).run();
    }
  }

  /**
   * Makes the aggregate tables again, from the tables {@code cells}, {@code epochs} and {@code
   * arrays}. Nothing is trained.
   *
   * @throws dev.polysweep.spark.store.OutputInUseException if another run holds the folder
   * @throws IOException if results cannot be read or written
   */
  public JobResult aggregate() throws IOException {
    return withSpark(
        "aggregate",
        (cluster, folder) -> {
          listener.phase(Phase.AGGREGATING);
          folder.aggregator(cluster).run();
          return new ReportSource(folder).result(JobResult.Training.NONE, List.of());
        });
  }

  /**
   * Writes the report again, from the aggregate tables. Nothing is trained, and no Spark is started
   * unless the folder is on another file system, which Spark's configuration says how to reach.
   *
   * @throws dev.polysweep.spark.store.OutputInUseException if another run holds the folder
   * @throws IOException if results cannot be read or written
   */
  public JobResult report() throws IOException {
    if (isRemote()) {
      return withSpark("report", (cluster, folder) -> drawn(folder));
    }
    Path results = OutputFolder.check(path());
    try (OutputLock lock = OutputFolder.lock(results)) {
      JobFolder folder = JobFolder.of(results, found());
      requireOwn(folder);
      return drawn(folder);
    }
  }

  private JobResult drawn(JobFolder folder) throws IOException {
    listener.phase(Phase.DRAWING);
    ReportSource report = new ReportSource(folder);
    return report.result(JobResult.Training.NONE, report.write());
  }

  /**
   * Compares the dictionaries of all pairs of seeds of each label, and writes the tables {@code
   * agreement}, {@code seed_pairs}, {@code returns} and {@code consensus}. Nothing is trained.
   *
   * @return the rows of {@code agreement}; a label with fewer than two stored dictionaries is
   *     absent
   * @throws dev.polysweep.spark.store.OutputInUseException if another run holds the folder
   * @throws IOException if results cannot be read or written
   */
  public List<AgreementRow> agree() throws IOException {
    return withSpark(
        "agree",
        (cluster, folder) -> {
          listener.phase(Phase.AGGREGATING);
          return new Agreements(folder.aggregator(cluster)).run();
        });
  }

  /** A computation that is repeated on existing results. */
  @FunctionalInterface
  private interface Again<R> {
    R with(Cluster cluster, JobFolder folder) throws IOException;
  }

  private <R> R withSpark(String what, Again<R> again) throws IOException {
    String title = "polysweep " + what + " " + given.name();
    listener.phase(Phase.STARTING);
    Sweep sweep = found();
    if (isRemote()) {
      try (RemoteFolder stand = new RemoteFolder();
          Cluster cluster = Cluster.open(title, master, jars)) {
        JobFolder folder = JobFolder.of(cluster, stand, name, sweep);
        requireOwn(folder);
        return again.with(cluster, folder);
      }
    }
    Path results = OutputFolder.check(path());
    try (OutputLock lock = OutputFolder.lock(results);
        Cluster cluster = Cluster.open(title, master, jars)) {
      JobFolder folder = JobFolder.of(cluster, results, sweep);
      requireOwn(folder);
      return again.with(cluster, folder);
    }
  }

  /** The sweep of existing results, in which everything is looked up. */
  private Sweep found() {
    return recorded ? given : FixedSettings.of(given);
  }

  private void requireOwn(JobFolder folder) throws IOException {
    folder.store.incompleteWaves().forEach(listener::leftOut);
    Recipes.requireOwn(folder);
  }

  /**
   * Stops the job from another thread, for good: {@link #run} throws a {@link
   * CancellationException} at the next opportunity, and the wave in flight is dropped.
   *
   * @return whether cells were being trained. Only training ends at once; any other part of a run
   *     is finished, and the run ends before its next part
   */
  public boolean cancel() {
    cancelled = true;
    SweepRunner training = runner;
    if (training != null) {
      training.cancel();
    }
    return training != null;
  }

  private Cluster openForTraining(Sweep sweep) {
    String title = "polysweep " + sweep.name();
    if (!trainsHere()) {
      return Cluster.open(title, master, jars);
    }
    Experiment<?> experiment = Experiments.installed().named(sweep.experiment());
    try (WarmUp warmUp = new WarmUp(engine, experiment)) {
      return Cluster.open(title, master, jars);
    }
  }

  private boolean isRemote() {
    return RemoteFolder.is(name);
  }

  private Path path() {
    return path != null ? path : RemoteFolder.local(name);
  }

  private boolean trainsHere() {
    return Cluster.isLocal(master) && !isDistributed();
  }

  String engine() {
    return isDistributed() ? SparkSaeEngine.NAME : engine;
  }

  String master() {
    return master;
  }

  /** The largest number of cells in a pack, or null if the user gave none. */
  Integer pack() {
    return isDistributed() ? Integer.valueOf(1) : pack;
  }

  /** The largest number of cells in a wave, or null if the user gave none. */
  Integer wave() {
    return isDistributed() ? Integer.valueOf(1) : wave;
  }

  long maxFailures() {
    return maxFailures;
  }

  boolean retriesFailed() {
    return retryFailed;
  }

  boolean isFresh() {
    return beforeDeleting != null;
  }

  Consumer<String> beforeDeleting() {
    return beforeDeleting;
  }

  boolean isDistributed() {
    return averageEvery != null;
  }

  int averageEvery() {
    return averageEvery;
  }

  JobListener listener() {
    return listener;
  }

  /**
   * Sets the runner that {@link #cancel} stops from now on, or null if nothing is training.
   *
   * @throws CancellationException if the job was cancelled
   */
  void training(SweepRunner training) {
    runner = training;
    if (training != null) {
      requireGoingOn();
    }
  }

  /**
   * @throws CancellationException if the job was cancelled
   */
  void requireGoingOn() {
    if (cancelled) {
      throw new CancellationException("the job was cancelled");
    }
  }
}
