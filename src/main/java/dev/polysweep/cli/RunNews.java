package dev.polysweep.cli;

import dev.polysweep.job.JobListener;
import dev.polysweep.job.JobResult;
import dev.polysweep.spark.run.Progress;
import java.io.PrintWriter;
import java.util.Locale;

/** Shows the user what {@code polysweep run} is doing. */
final class RunNews implements JobListener {

  private final PrintWriter show;
  private final ProgressLine line;

  RunNews(PrintWriter show) {
    this.show = show;
    line = new ProgressLine(show, Terminal.interactive());
  }

  @Override
  public void progress(Progress progress) {
    line.progress(progress);
  }

  @Override
  public void dropped(String wave) {
    show.println("dropped " + wave);
  }

  @Override
  public void forgotten(long cells) {
    show.printf(
        Locale.ROOT, "%,d failed or diverged cell%s to run again%n", cells, cells == 1 ? "" : "s");
  }

  @Override
  public void resumed(long done, long missing) {
    show.printf(Locale.ROOT, "%,d cells are done already; %,d to run%n", done, missing);
  }

  @Override
  public void trained(JobResult.Training training) {
    line.end();
    if (training.done() > 0) {
      show.printf(
          Locale.ROOT,
          "trained %,d cells in %.1f s, committed in %.1f s%n",
          training.done(),
          training.seconds(),
          training.commitSeconds());
    }
  }

  /** Ends the line of progress, if it has not ended yet. */
  void end() {
    line.end();
  }
}
