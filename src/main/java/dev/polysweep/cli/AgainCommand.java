package dev.polysweep.cli;

import dev.polysweep.job.JobListener;
import dev.polysweep.job.JobResult;
import dev.polysweep.job.SweepJob;
import dev.polysweep.spark.run.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * A command that recomputes a part of a results folder from the results in it, without training.
 */
abstract class AgainCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "The results folder.")
  private Path folder;

  @Mixin private SparkOptions options;

  @Mixin private JarsOption jars;

  /** Recomputes the command's part of the results folder. */
  abstract JobResult again(SweepJob job) throws IOException;

  @Override
  public Integer call() throws Exception {
    try (JarsOption.InUse use = jars.use()) {
      SweepJob job =
          SweepJob.in(folder)
              .master(options.master)
              .jars(jars.files)
              .listener(new LeftOut(spec.commandLine().getErr()));
      Conclusion.print(again(job), spec.commandLine().getOut());
      return ExitCode.OK;
    }
  }

  /** Names to the user the waves that are left out, and says how to get them back. */
  private record LeftOut(PrintWriter err) implements JobListener {
    @Override
    public void progress(Progress progress) {}

    @Override
    public void leftOut(String wave) {
      err.println("left out " + wave + "; polysweep run runs its cells again");
      err.flush();
    }
  }
}
