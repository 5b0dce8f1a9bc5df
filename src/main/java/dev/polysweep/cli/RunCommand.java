package dev.polysweep.cli;

import dev.polysweep.engine.Engine;
import dev.polysweep.engine.Engines;
import dev.polysweep.experiment.Experiment;
import dev.polysweep.spark.Cluster;
import dev.polysweep.spark.aggregate.Aggregator;
import dev.polysweep.spark.dl4j.SparkSaeEngine;
import dev.polysweep.spark.run.PlannedWaves;
import dev.polysweep.spark.run.SweepRunner;
import dev.polysweep.spark.run.TrainedPacks;
import dev.polysweep.spark.store.CellIdSet;
import dev.polysweep.spark.store.OutputLock;
import dev.polysweep.sweep.Experiments;
import dev.polysweep.sweep.Sweep;
import dev.polysweep.sweep.file.FixedSettings;
import dev.polysweep.sweep.file.Overrides;
import dev.polysweep.sweep.file.ResolvedSweep;
import dev.polysweep.sweep.file.SweepFile;
import dev.polysweep.sweep.plan.PackRunner;
import dev.polysweep.sweep.result.Provenance;
import dev.polysweep.sweep.yaml.SweepException;
import dev.polysweep.table.TableSchema;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code polysweep run}: trains what is missing, aggregates, reports. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description =
        "Runs a sweep: trains its cells, aggregates, writes a report. The same command again goes on where it stopped.")
final class RunCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @ArgGroup(multiplicity = "1")
  private What what;

  /** A sweep file, or an experiment. */
  private static final class What {
    @Parameters(paramLabel = "SWEEP.yaml", description = "The sweep file.")
    private Path file;

    @Option(
        names = "--experiment",
        paramLabel = "NAME",
        description =
            "Instead of a sweep file: one configuration of an experiment, its defaults but for --set.")
    private String experiment;
  }

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Results folder; default: notebooks-out/<name of the sweep>. On a cluster, one that driver"
              + " and executors share: a mounted folder, or hdfs://… or s3a://…")
  private String out;

  @Option(
      names = "--engine",
      paramLabel = "NAME",
      defaultValue = Engines.AUTO,
      description = "Engine: ${DEFAULT-VALUE} takes the best that works.")
  private String engine;

  @Option(names = "--seeds", paramLabel = "N", description = "Seeds 0 … N−1 instead of the file's.")
  private Long seeds;

  @Option(
      names = "--set",
      paramLabel = "key=value",
      description = "A setting, over the file's base; may be repeated.")
  private List<String> settings = new ArrayList<>();

  @Option(
      names = "--pack",
      paramLabel = "N",
      description = "Cells of a task at most; default: as suits.")
  private Integer pack;

  @Option(
      names = "--wave",
      paramLabel = "N",
      description =
          "Cells of a wave at most, the part of a run that a crash can lose; default: as suits.")
  private Integer wave;

  @Option(
      names = "--distributed",
      description =
          "Train one cell after another, each on all executors together (sparse autoencoders only).")
  private boolean distributed;

  @Option(
      names = "--average-every",
      paramLabel = "N",
      defaultValue = "8",
      description = "With --distributed: steps between averagings; default: ${DEFAULT-VALUE}.")
  private int averageEvery;

  @Option(
      names = "--max-failures",
      paramLabel = "N",
      description = "Stop when so many cells have failed.")
  private Long maxFailures;

  @Option(names = "--retry-failed", description = "Run failed and diverged cells again.")
  private boolean retryFailed;

  @Option(names = "--fresh", description = "Delete earlier results of this folder first.")
  private boolean fresh;

  @Option(names = "--yes", description = "Do not ask before deleting.")
  private boolean yes;

  @Option(names = "--dry-run", description = "Say what would run, and run nothing.")
  private boolean dryRun;

  @Mixin private SparkOptions options;

  @Override
  public Integer call() throws Exception {
    requirePositive("--pack", pack == null ? null : pack.longValue());
    requirePositive("--wave", wave == null ? null : wave.longValue());
    requirePositive("--max-failures", maxFailures);
    requirePositive("--average-every", (long) averageEvery);
    if (distributed) {
      if (!engine.equals(Engines.AUTO)) {
        throw new ParameterException(
            spec.commandLine(), "--engine: --distributed has an engine of its own");
      }
      engine = SparkSaeEngine.NAME;
    }
    Overrides overrides = new Overrides(settings, seeds);
    Sweep sweep =
        what.file != null
            ? SweepFile.load(what.file, overrides)
            : SweepFile.of(what.experiment, overrides);
    sweep = distributed ? FixedSettings.distributed(sweep) : FixedSettings.of(sweep);
    boolean remote = RemoteFolder.is(out);
    Path folder =
        remote
            ? null
            : OutputFolder.check(
                out != null ? RemoteFolder.local(out) : Path.of("notebooks-out", sweep.name()));
    if (!distributed) {
      Experiment<?> experiment = Experiments.installed().named(sweep.experiment());
      Engines.requireAble(engine, experiment::obstacle);
      if (Cluster.isLocal(options.master)) {
        Engines.named(engine, experiment::obstacle);
      }
    }
    PrintWriter show = spec.commandLine().getOut();
    show.printf(
        "%s: %,d configuration%s × %,d seed%s = %,d cells%n",
        sweep.name(),
        sweep.configurations().size(),
        sweep.configurations().size() == 1 ? "" : "s",
        sweep.seeds().count(),
        sweep.seeds().count() == 1 ? "" : "s",
        sweep.size());
    show.flush();
    if (dryRun) {
      sweep.configurations().forEach(c -> show.println("  " + c.label()));
      show.println("results would go to " + (remote ? out : folder));
      return ExitCode.OK;
    }
    try (Interruption interruption = new Interruption(spec.commandLine().getErr())) {
      try {
        return remote ? runRemote(sweep, interruption) : runHere(sweep, folder, interruption);
      } catch (Exception e) {
        throw interruption.happened() ? new CancellationException("interrupted") : e;
      }
    }
  }

  private int runRemote(Sweep sweep, Interruption interruption) throws IOException {
    try (RemoteFolder stand = new RemoteFolder();
        Cluster cluster = open(sweep)) {
      return run(new Results(cluster, stand, out, sweep), interruption);
    }
  }

  private int runHere(Sweep sweep, Path folder, Interruption interruption) throws IOException {
    try (OutputLock lock = OutputFolder.lock(folder);
        Cluster cluster = open(sweep)) {
      return run(new Results(cluster, folder, sweep), interruption);
    }
  }

  private Cluster open(Sweep sweep) {
    if (!Cluster.isLocal(options.master) || distributed) {
      return Cluster.open("polysweep " + sweep.name(), options.master);
    }
    // Or the JIT compiler would take its time from the first cells.
    AtomicBoolean starting = new AtomicBoolean(true);
    Thread warmUp = new Thread(() -> Engines.named(engine).warmUp(starting::get), "warm-up");
    warmUp.setDaemon(true);
    warmUp.start();
    try {
      return Cluster.open("polysweep " + sweep.name(), options.master);
    } finally {
      starting.set(false);
    }
  }

  private int run(Results results, Interruption interruption) throws IOException {
    Engine together = null;
    if (distributed) {
      together = results.cluster.distributed(averageEvery);
    } else {
      results.cluster.requireGpusFor(engine);
    }
    PrintWriter show = spec.commandLine().getOut();
    Sweep sweep = results.sweep;
    if (fresh) {
      startOver(results);
    }
    // Whatever is refused is refused before anything is dropped.
    Recipes.requireUnchanged(results, engine, Cluster.isLocal(options.master));
    results.store.dropLeftovers().forEach(line -> show.println("dropped " + line));
    if (retryFailed) {
      long again = results.cluster.forgetFailures(results.store, sweep);
      show.printf("%,d failed or diverged cell%s to run again%n", again, again == 1 ? "" : "s");
    }
    CellIdSet done = results.reader.doneCells();
    long missing =
        done.size() == 0
            ? sweep.size()
            : LongStream.range(0, sweep.size())
                .filter(i -> !done.contains(sweep.cell(i).id()))
                .count();
    if (done.size() > 0) {
      show.printf("%,d cells are done already; %,d to run%n", sweep.size() - missing, missing);
    }
    results.store.write("sweep.yaml", ResolvedSweep.yaml(sweep, results.experiment));
    results.store.write(
        "provenance.json", Provenance.now(results.cluster.version(), engine).json());
    SweepRunner.Outcome outcome = train(results, together, done, missing, interruption, show);
    if (interruption.happened()) {
      throw new CancellationException("interrupted");
    }
    if (outcome.done() > 0) {
      show.printf(
          "trained %,d cells in %.1f s, committed in %.1f s%n",
          outcome.done(), outcome.trainingSeconds(), outcome.commitSeconds());
    }
    results.aggregator().run();
    Conclusion conclusion = new Conclusion(results);
    conclusion.write();
    conclusion.print(show);
    return conclusion.failed() > 0 ? failed(conclusion.failed(), outcome) : ExitCode.OK;
  }

  /** Says what failed, in this run or before. */
  private int failed(long cells, SweepRunner.Outcome outcome) {
    PrintWriter err = spec.commandLine().getErr();
    outcome.errors().forEach(error -> err.println("failed: " + error));
    err.printf(
        "%,d cell%s failed; polysweep run --retry-failed runs %s again%n",
        cells, cells == 1 ? "" : "s", cells == 1 ? "it" : "them");
    return ExitCode.SOFTWARE;
  }

  private void startOver(Results results) throws IOException {
    List<String> aggregates = Aggregator.TABLES.stream().map(TableSchema::name).toList();
    if (results.store.holdsAny(aggregates)
        && !yes
        && !Confirm.ask("Delete the results in " + results.place + "?")) {
      throw new SweepException(
          "--fresh deletes the results in " + results.place + "; say so with --yes");
    }
    results.store.clear(aggregates);
  }

  /**
   * @param together what trains each cell on all executors, or null if each trains its own cells
   */
  private SweepRunner.Outcome train(
      Results results,
      Engine together,
      CellIdSet done,
      long missing,
      Interruption interruption,
      PrintWriter show)
      throws IOException {
    Sweep sweep = results.sweep;
    int cores = results.cluster.cores();
    PlannedWaves waves =
        new PlannedWaves(
            sweep,
            results.experiment,
            cores,
            distributed ? Integer.valueOf(1) : pack,
            distributed ? Integer.valueOf(1) : wave,
            cell -> done.contains(cell.id()));
    ProgressLine progress = new ProgressLine(show, Terminal.interactive());
    SweepRunner runner =
        results
            .cluster
            .runner(
                results.store,
                results.tables,
                sweep,
                new TrainedPacks(sweep.experiment(), engine, sweep.logEvery()))
            .withProgress(progress)
            .withMaxFailures(maxFailures == null ? Long.MAX_VALUE : maxFailures);
    if (together != null) {
      runner.withPacksHere(
          cells -> PackRunner.run(results.experiment, together, cells, sweep.logEvery()));
    }
    interruption.stops(runner::cancel);
    try {
      return runner.run(waves, missing);
    } finally {
      interruption.stops(null);
      progress.end();
    }
  }

  private void requirePositive(String option, Long value) {
    if (value != null && value < 1) {
      throw new ParameterException(
          spec.commandLine(), option + ": " + value + " is too small; at least 1");
    }
  }
}
