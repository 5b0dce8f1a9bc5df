package dev.polysweep.job;

import dev.polysweep.report.law.Laws;
import dev.polysweep.report.law.LedgerPage;
import dev.polysweep.report.page.Finding;
import dev.polysweep.spark.Cluster;
import dev.polysweep.sweep.Sweep;
import dev.polysweep.sweep.file.Overrides;
import dev.polysweep.sweep.file.SweepFile;
import dev.polysweep.sweep.yaml.SweepException;
import dev.polysweep.table.row.LawRow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;

/**
 * A ledger of laws: sweeps that laws bear on, run one after the other, and what they say about the
 * laws as one table and one page. Each sweep has a results folder of its own below that of the
 * ledger, which is that of an ordinary run, so a ledger that was interrupted goes on where it
 * stopped.
 */
public final class Ledger {

  private static final int QUICK = 10;
  private static final long FEWEST = 3;

  private final List<Path> files;
  private final Path folder;
  private boolean quick;
  private String engine = dev.polysweep.engine.Engines.AUTO;
  private String master;
  private JobListener listener = progress -> {};
  private Turn turn = (sweep, number, of) -> {};
  private volatile boolean cancelled;
  private volatile SweepJob running;

  /** Is told which sweep comes next. */
  @FunctionalInterface
  public interface Turn {

    /**
     * A sweep begins.
     *
     * @param sweep the sweep
     * @param number its number, from 1
     * @param of number of sweeps
     */
    void of(Sweep sweep, int number, int of);
  }

  /**
   * What a ledger says.
   *
   * @param rows the rows of the table {@code laws}
   * @param page the page
   */
  public record Result(List<LawRow> rows, Path page) {}

  /**
   * Makes a ledger.
   *
   * @param files sweep files, whose sweeps have different names
   * @param folder folder of the ledger, which is created if needed
   */
  public Ledger(List<Path> files, Path folder) {
    this.files = List.copyOf(files);
    this.folder = folder;
  }

  /** Runs a tenth of each sweep's seeds, but three at least if the sweep has so many. */
  public Ledger quick() {
    quick = true;
    return this;
  }

  /** Trains with an engine, by its name; without this the best engine that works is taken. */
  public Ledger engine(String called) {
    engine = called;
    return this;
  }

  /** Runs on a Spark master, as {@link SweepJob#master} does. */
  public Ledger master(String url) {
    master = url;
    return this;
  }

  /** Sets the listener that is told what happens in each sweep. */
  public Ledger listener(JobListener told) {
    listener = told;
    return this;
  }

  /** Sets what is told which sweep comes next. */
  public Ledger turns(Turn told) {
    turn = told;
    return this;
  }

  /**
   * Runs the sweeps and writes {@code ledger.html} and the table {@code laws}.
   *
   * @throws SweepException if a file is not a sweep, or two sweeps have the same name
   * @throws CancellationException after {@link #cancel}
   * @throws IOException if results cannot be read or written
   */
  public Result run() throws IOException {
    List<Sweep> sweeps = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Path file : files) {
      Sweep sweep = sweep(file);
      if (!names.add(sweep.name())) {
        throw new SweepException(file + ": another sweep is named '" + sweep.name() + "' too");
      }
      sweeps.add(sweep);
    }
    List<LawRow> rows = new ArrayList<>();
    for (int i = 0; i < sweeps.size(); i++) {
      Sweep sweep = sweeps.get(i);
      turn.of(sweep, i + 1, sweeps.size());
      String command = command(files.get(i), sweep);
      for (Finding finding : run(sweep).findings()) {
        Laws.row(finding, sweep.name(), command).ifPresent(rows::add);
      }
    }
    try (Cluster cluster = Cluster.open("polysweep ledger", master)) {
      cluster.write(folder.toUri().toString(), LawRow.SCHEMA, rows);
    }
    return new Result(rows, new LedgerPage(rows).write(folder));
  }

  private Sweep sweep(Path file) {
    Sweep whole = SweepFile.load(file, Overrides.NONE);
    long seeds = whole.seeds().count();
    return quick ? whole.withSeeds(Math.min(seeds, Math.max(FEWEST, seeds / QUICK))) : whole;
  }

  private String command(Path file, Sweep sweep) {
    return "polysweep run " + file + (quick ? " --seeds " + sweep.seeds().count() : "");
  }

  private JobResult run(Sweep sweep) throws IOException {
    SweepJob job =
        SweepJob.of(sweep, folder.resolve(sweep.name()))
            .engine(engine)
            .master(master)
            .listener(listener);
    running = job;
    if (cancelled) {
      throw new CancellationException("the ledger was cancelled");
    }
    try {
      return job.run();
    } finally {
      running = null;
    }
  }

  /** Stops the ledger from another thread, as {@link SweepJob#cancel} stops a job. */
  public boolean cancel() {
    cancelled = true;
    SweepJob job = running;
    return job != null && job.cancel();
  }
}
