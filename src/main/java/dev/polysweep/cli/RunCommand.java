package dev.polysweep.cli;

import dev.polysweep.cli.option.DecideOptions;
import dev.polysweep.cli.option.GpuOption;
import dev.polysweep.cli.option.JarsOption;
import dev.polysweep.cli.option.SparkOptions;
import dev.polysweep.cli.option.TableFormat;
import dev.polysweep.cli.output.RunNews;
import dev.polysweep.engine.Engines;
import dev.polysweep.job.Forecast;
import dev.polysweep.job.JobResult;
import dev.polysweep.job.SweepJob;
import dev.polysweep.spark.aggregate.SequentialAnalysis;
import dev.polysweep.sweep.Sweep;
import dev.polysweep.sweep.file.Overrides;
import dev.polysweep.sweep.file.SweepFile;
import dev.polysweep.sweep.yaml.SweepException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code polysweep run}: trains the cells that have no results yet, aggregates, and writes the
 * report.
 */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description =
        "Runs a sweep: trains its cells, aggregates, writes a report. The same command again goes on where it stopped.")
final class RunCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @ArgGroup(multiplicity = "1")
  private What what;

  /** The options that name what to run: a sweep file, or an experiment. */
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

  @Mixin private DecideOptions deciding;

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

  @Mixin private TableFormat format;

  @Mixin private SparkOptions options;

  @Mixin private GpuOption gpu;

  @Mixin private JarsOption jars;

  @Override
  public Integer call() throws Exception {
    try (JarsOption.InUse use = jars.use();
        GpuOption.InUse given = gpu.use(options.master())) {
      Overrides overrides = new Overrides(settings, deciding.seeds(seeds), deciding.decide());
      SweepJob job =
          job(
              what.file != null
                  ? SweepFile.load(what.file, overrides)
                  : SweepFile.of(what.experiment, overrides));
      Sweep sweep = job.check();
      PrintWriter show = format.news(spec);
      show.printf(
          Locale.ROOT,
          "%s: %,d configuration%s × %s%,d seed%s = %,d cells%n",
          sweep.name(),
          sweep.configurations().size(),
          sweep.configurations().size() == 1 ? "" : "s",
          sweep.decide() == null ? "" : "at most ",
          sweep.seeds().count(),
          sweep.seeds().count() == 1 ? "" : "s",
          sweep.size());
      show.flush();
      if (dryRun) {
        sweep.configurations().forEach(c -> show.println("  " + c.label()));
        if (sweep.decide() != null) {
          show.println(forecast(sweep, job.folder()));
        }
        show.println("results would go to " + job.folder());
        return ExitCode.OK;
      }
      return run(job, new RunNews(show, spec.commandLine().getErr()));
    }
  }

  /** How many cells a sweep that decides its number of seeds will likely take. */
  private static String forecast(Sweep sweep, String folder) throws IOException {
    return Forecast.of(sweep, folder)
        .map(
            f ->
                String.format(
                    Locale.ROOT,
                    "by the %,d seeds that are there: about %,d seeds and %,d cells in all",
                    f.pilot(),
                    f.seeds(),
                    f.cells()))
        .orElse(
            "no pilot yet to tell how many cells it will take; the same command with --max-seeds "
                + SequentialAnalysis.FIRST
                + " runs one");
  }

  private SweepJob job(Sweep sweep) {
    SweepJob job =
        out != null
            ? SweepJob.of(sweep, out)
            : SweepJob.of(sweep, Path.of("notebooks-out", sweep.name()));
    job.engine(engine).master(options.master()).jars(jars.files()).pack(pack).wave(wave);
    if (maxFailures != null) {
      job.maxFailures(maxFailures);
    }
    if (distributed) {
      job.distributed(averageEvery);
    }
    if (retryFailed) {
      job.retryFailed();
    }
    if (fresh) {
      job.fresh(this::confirmDeletion);
    }
    return job;
  }

  private int run(SweepJob job, RunNews news) throws Exception {
    try (Interruption interruption = new Interruption(spec.commandLine().getErr(), news::end)) {
      interruption.stops(job::cancel);
      try {
        JobResult result = job.listener(news).run();
        news.end();
        format.print(result, spec.commandLine().getOut());
        return result.failed() > 0 ? failed(result) : ExitCode.OK;
      } catch (Exception e) {
        throw interruption.happened() ? new CancellationException("interrupted") : e;
      } finally {
        news.end();
      }
    }
  }

  /** Reports the cells that failed, in this run or an earlier one, and returns the exit code. */
  private int failed(JobResult result) {
    PrintWriter err = spec.commandLine().getErr();
    result.training().errors().forEach(error -> err.println("failed: " + error));
    long cells = result.failed();
    err.printf(
        Locale.ROOT,
        "%,d cell%s failed; polysweep run --retry-failed runs %s again%n",
        cells,
        cells == 1 ? "" : "s",
        cells == 1 ? "it" : "them");
    return ExitCode.SOFTWARE;
  }

  private void confirmDeletion(String place) {
    if (!yes && !Confirm.ask("Delete the results in " + place + "?")) {
      throw new SweepException("--fresh deletes the results in " + place + "; say so with --yes");
    }
  }
}
