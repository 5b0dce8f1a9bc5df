package dev.polysweep.cli;

import dev.polysweep.cli.option.JarsOption;
import dev.polysweep.cli.option.TableFormat;
import dev.polysweep.cli.output.RunNews;
import dev.polysweep.job.JobResult;
import dev.polysweep.job.SweepJob;
import java.io.IOException;
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

  @Mixin private TableFormat format;

  @Mixin private JarsOption jars;

  /** Recomputes the command's part of the results folder. */
  abstract JobResult again(SweepJob job) throws IOException;

  @Override
  public Integer call() throws Exception {
    RunNews news = new RunNews(format.news(spec), spec.commandLine().getErr());
    try (JarsOption.InUse use = jars.use()) {
      SweepJob job = SweepJob.in(folder).jars(jars.files()).listener(news);
      JobResult result = again(job);
      news.end();
      format.print(result, spec.commandLine().getOut());
      return ExitCode.OK;
    } finally {
      news.end();
    }
  }
}
