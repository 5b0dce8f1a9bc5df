package dev.polysweep.cli;

import dev.polysweep.job.JobResult;
import dev.polysweep.job.SweepJob;
import java.io.IOException;
import picocli.CommandLine.Command;

/** {@code polysweep report}: writes figures, page and notebook again from the aggregate tables. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    description = "Makes figures, page and notebook again, from the aggregate tables.")
final class ReportCommand extends AgainCommand {

  @Override
  JobResult again(SweepJob job) throws IOException {
    return job.report();
  }
}
