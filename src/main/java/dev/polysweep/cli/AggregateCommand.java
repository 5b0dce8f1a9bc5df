package dev.polysweep.cli;

import dev.polysweep.cli.option.SparkOptions;
import dev.polysweep.job.JobResult;
import dev.polysweep.job.SweepJob;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * {@code polysweep aggregate}: computes the aggregate tables again from the results of the cells.
 */
@Command(
    name = "aggregate",
    mixinStandardHelpOptions = true,
    description =
        "Makes summary, contrasts, shares and the other aggregate tables again, from cells, epochs"
            + " and arrays.")
final class AggregateCommand extends AgainCommand {

  @Mixin private SparkOptions options;

  @Override
  JobResult again(SweepJob job) throws IOException {
    return job.master(options.master()).aggregate();
  }
}
