package dev.polysweep.cli;

import dev.polysweep.cli.option.VerboseOption;
import dev.polysweep.job.JobResult;
import dev.polysweep.job.SweepJob;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * {@code polysweep report}: writes figures, page and notebook again from the aggregate tables. No
 * Spark is started.
 */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = "Makes figures, page and notebook again, from the aggregate tables.")
final class ReportCommand extends AgainCommand {

  @Mixin private VerboseOption verbose;

  @Override
  JobResult again(SweepJob job) throws IOException {
    return job.report();
  }
}
