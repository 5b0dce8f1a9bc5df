package dev.polysweep.job;

import dev.polysweep.engine.Engine;
import dev.polysweep.engine.Engines;
import dev.polysweep.job.JobListener.Phase;
import dev.polysweep.job.source.SweepCells;
import dev.polysweep.spark.Cluster;
import dev.polysweep.spark.aggregate.Aggregator;
import dev.polysweep.spark.aggregate.Agreements;
import dev.polysweep.spark.aggregate.SequentialAnalysis;
import dev.polysweep.spark.run.PlannedWaves;
import dev.polysweep.spark.run.SweepRunner;
import dev.polysweep.spark.run.TrainedPacks;
import dev.polysweep.spark.store.CellIdSet;
import dev.polysweep.sweep.Sweep;
import dev.polysweep.sweep.file.ResolvedSweep;
import dev.polysweep.sweep.plan.PackRunner;
import dev.polysweep.sweep.result.Provenance;
import dev.polysweep.table.TableSchema;
import java.io.IOException;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** One run of a job, with all its steps in order. */
final class SweepRun {

  private final SweepJob job;
  private final JobFolder folder;
  private final Cluster cluster;
  private final Sweep sweep;

  SweepRun(SweepJob job, Cluster cluster, JobFolder folder) {
    this.job = job;
    this.cluster = cluster;
    this.folder = folder;
    sweep = folder.sweep;
  }

  JobResult run() throws IOException {
    Engine together = together();
    if (job.isFresh()) {
      startOver();
    }
    // All checks come before incomplete waves are deleted.
    Recipes.requireUnchanged(folder, job.engine(), Cluster.isLocal(job.master()));
    folder.store.dropLeftovers().forEach(job.listener()::dropped);
    if (job.retriesFailed()) {
      job.listener().forgotten(cluster.forgetFailures(folder.store, sweep));
    }
    folder.store.write("sweep.yaml", ResolvedSweep.yaml(sweep, folder.experiment));
    folder.store.write("provenance.json", Provenance.now(cluster.version(), job.engine()).json());
    job.listener().phase(Phase.TRAINING);
    JobResult.Training training;
    JobFolder used = folder;
    if (sweep.decide() == null) {
      training = all(together);
    } else {
      SequentialAnalysis analysis = new SequentialAnalysis(sweep);
      training = decide(together, analysis);
      used = folder.of(sweep.withSeeds(analysis.looked()));
      folder.store.write("sweep.yaml", ResolvedSweep.yaml(used.sweep, folder.experiment));
    }
    job.requireGoingOn();
    job.listener().trained(training);
    job.listener().phase(Phase.AGGREGATING);
    used.aggregator(cluster).run();
    job.requireGoingOn();
    job.listener().phase(Phase.DRAWING);
    ReportSource report = new ReportSource(used);
    return report.result(training, report.write());
  }

  /** Trains all cells that have no results yet. */
  private JobResult.Training all(Engine together) throws IOException {
    CellIdSet done = cluster.reader(folder.store, folder.tables).doneCells();
    long missing = missing(sweep, done);
    if (done.size() > 0) {
      job.listener().resumed(sweep.size() - missing, missing);
    }
    return train(together, sweep, done, missing);
  }

  /** Trains as many seeds of each configuration as the comparisons need. */
  private JobResult.Training decide(Engine together, SequentialAnalysis analysis)
      throws IOException {
    JobResult.Training all = JobResult.Training.NONE;
    List<String> metric = List.of(sweep.decide().metric());
    while (analysis.goesOn()) {
      CellIdSet done = cluster.reader(folder.store, folder.tables).doneCells();
      Sweep part = sweep.part(analysis.labels(), analysis.seeds());
      long missing = missing(part, done);
      if (missing > 0) {
        all = all.and(train(together, part, done, missing));
      }
      job.requireGoingOn();
      analysis.look(new SweepCells(folder.stored, folder.tables, sweep).values(metric));
      job.listener().looked(analysis.looked(), analysis.closed(), analysis.comparisons());
    }
    return all;
  }

  /**
   * The engine that trains each cell on all executors together, or null if each executor trains
   * cells of its own.
   */
  private Engine together() {
    if (job.isDistributed()) {
      return cluster.distributed(job.averageEvery());
    }
    cluster.requireGpusFor(job.engine());
    return null;
  }

  private void startOver() throws IOException {
    List<String> aggregates =
        Stream.of(Aggregator.TABLES, Agreements.TABLES)
            .flatMap(List::stream)
            .map(TableSchema::name)
            .toList();
    if (folder.store.holdsAny(aggregates)) {
      job.beforeDeleting().accept(folder.place);
    }
    folder.store.clear(aggregates);
  }

  private static long missing(Sweep of, CellIdSet done) {
    return done.size() == 0
        ? of.size()
        : LongStream.range(0, of.size()).filter(i -> !done.contains(of.cell(i).id())).count();
  }

  private JobResult.Training train(Engine together, Sweep part, CellIdSet done, long missing)
      throws IOException {
    boolean fill =
        folder.experiment.together()
            && cluster.hasGpus()
            && Engines.mayUseGpu(job.engine(), folder.experiment::obstacle);
    PlannedWaves waves =
        new PlannedWaves(
            part,
            folder.experiment,
            fill ? cluster.gpuTasks() : cluster.cores(),
            fill,
            job.pack(),
            job.wave(),
            cell -> done.contains(cell.id()));
    SweepRunner runner =
        cluster
            .runner(
                folder.store,
                folder.tables,
                part,
                new TrainedPacks(
                    sweep.experiment(),
                    job.engine(),
                    sweep.logEvery(),
                    cluster.checkpoints(folder.store)))
            .withProgress(job.listener()::progress)
            .withMaxFailures(job.maxFailures());
    if (together != null) {
      runner.withPacksHere(
          cells -> PackRunner.run(folder.experiment, together, cells, sweep.logEvery()));
    }
    try {
      job.training(runner);
      SweepRunner.Outcome outcome = runner.run(waves, missing);
      return new JobResult.Training(
          outcome.done(),
          outcome.failed(),
          outcome.diverged(),
          outcome.errors(),
          outcome.trainingSeconds(),
          outcome.commitSeconds());
    } finally {
      job.training(null);
    }
  }
}
