package dev.polysweep.cli.output;

import dev.polysweep.job.JobListener;
import dev.polysweep.job.JobResult;
import dev.polysweep.spark.run.Progress;
import java.io.PrintWriter;
import java.util.Locale;

/** Shows the user what a job on a results folder is doing. */
public final class RunNews implements JobListener {

  private final ProgressLine line;
  private final PrintWriter err;

  /**
   * @param show where progress is shown
   * @param err where warnings are printed
   */
  public RunNews(PrintWriter show, PrintWriter err) {
    this.err = err;
    line = new ProgressLine(show, Terminal.interactive());
  }

  @Override
  public void phase(Phase phase) {
    line.phase(phase.words());
  }

  @Override
  public void progress(Progress progress) {
    line.progress(progress);
  }

  @Override
  public void leftOut(String wave) {
    line.clear();
    err.println("left out " + wave + "; polysweep run runs its cells again");
    err.flush();
  }

  @Override
  public void dropped(String wave) {
    line.note("dropped " + wave);
  }

  @Override
  public void forgotten(long cells) {
    line.note(
        String.format(
            Locale.ROOT,
            "%,d failed or diverged cell%s to run again",
            cells,
            cells == 1 ? "" : "s"));
  }

  @Override
  public void resumed(long done, long missing) {
    line.note(String.format(Locale.ROOT, "%,d cells are done already; %,d to run", done, missing));
  }

  @Override
  public void looked(long seeds, int closed, int comparisons) {
    line.note(
        String.format(
            Locale.ROOT, "%,d seeds: %d of %d comparisons decided", seeds, closed, comparisons));
  }

  @Override
  public void trained(JobResult.Training training) {
    if (training.done() > 0) {
      line.note(
          String.format(
              Locale.ROOT,
              "trained %,d cells in %.1f s, committed in %.1f s",
              training.done(),
              training.seconds(),
              training.commitSeconds()));
    }
  }

  /** Ends the line of progress, if it has not ended yet. */
  public void end() {
    line.end();
  }
}
