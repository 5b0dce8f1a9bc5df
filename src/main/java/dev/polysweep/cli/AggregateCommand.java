package dev.polysweep.cli;

import dev.polysweep.job.JobResult;
import dev.polysweep.job.SweepJob;
import java.io.IOException;
import picocli.CommandLine.Command;

/**
 * {@code polysweep aggregate}: computes the aggregate tables again from the results of the cells.
 */
@Command(
    name = "aggregate",
    mixinStandardHelpOptions = true,
    description =
        "Makes summary, nulls, contrasts, effects and curves again, from cells and epochs.")
final class AggregateCommand extends AgainCommand {

  @Override
  JobResult again(SweepJob job) throws IOException {
    return job.aggregate();
  }
}
