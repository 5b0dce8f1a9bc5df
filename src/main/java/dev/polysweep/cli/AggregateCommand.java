package dev.polysweep.cli;

import dev.polysweep.spark.Cluster;
import dev.polysweep.spark.store.OutputLock;
import dev.polysweep.sweep.Sweep;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code polysweep aggregate}: the aggregate tables again, from what the cells left. */
@Command(
    name = "aggregate",
    mixinStandardHelpOptions = true,
    description =
        "Makes summary, nulls, contrasts, effects and curves again, from cells and epochs.")
final class AggregateCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DIR", description = "The results folder.")
  private Path folder;

  @Mixin private SparkOptions options;

  @Override
  public Integer call() throws Exception {
    Path results = OutputFolder.check(folder);
    Sweep sweep = Results.sweepOf(results);
    try (OutputLock lock = OutputFolder.lock(results);
        Cluster cluster = Cluster.open("polysweep aggregate " + sweep.name(), options.master)) {
      Results of = new Results(cluster, results, sweep);
      of.warnOfIncompleteWaves(spec.commandLine().getErr());
      of.aggregator().run();
      new Conclusion(of).print(spec.commandLine().getOut());
      return ExitCode.OK;
    }
  }
}
