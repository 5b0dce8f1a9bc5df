package dev.polysweep.cli;

import dev.polysweep.cli.option.SparkOptions;
import dev.polysweep.data.store.RowOrder;
import dev.polysweep.data.store.StoreManifest;
import dev.polysweep.job.OutputFolder;
import dev.polysweep.spark.Cluster;
import dev.polysweep.spark.store.OutputLock;
import dev.polysweep.sweep.yaml.SweepException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code polysweep shuffle}: writes extracted activations in the random order in which training
 * reads them.
 */
@Command(
    name = "shuffle",
    mixinStandardHelpOptions = true,
    description =
        "Makes a store of extracted activations that autoencoders are trained on: all tokens in one"
            + " random order, some documents held out, and statistics for normalisation.")
final class ShuffleCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "ACTIVATIONS",
      description =
          "Folder of an extraction, or Parquet with columns document, position and activations.")
  private Path source;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description =
          "Folder of the store; one that driver and executors share, which map its files.")
  private Path out;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description = "Seed of the order; default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--validation",
      paramLabel = "X",
      defaultValue = "0.1",
      description = "Share of the documents that is held out; default: ${DEFAULT-VALUE}.")
  private double validation;

  @Mixin private SparkOptions options;

  @Override
  public Integer call() throws Exception {
    if (!(validation > 0 && validation < 1)) {
      throw new SweepException("--validation: " + validation + " is not between 0 and 1");
    }
    if (!Files.isDirectory(source)) {
      throw new SweepException(source + ": there is no such folder");
    }
    Path folder = OutputFolder.check(out);
    try (OutputLock lock = OutputFolder.lock(folder)) {
      requireStore(folder);
      try (Cluster cluster = Cluster.open("polysweep shuffle", options.master())) {
        StoreManifest store =
            cluster
                .shuffle(
                    source.toAbsolutePath().normalize(), folder, new RowOrder(seed, validation))
                .run();
        PrintWriter show = spec.commandLine().getOut();
        show.printf(
            Locale.ROOT,
            "%,d tokens of %,d numbers for training, %,d of other documents for validation%n",
            store.statistics().rows(),
            store.width(),
            store.validation().stream().mapToLong(StoreManifest.Shard::rows).sum());
        show.printf(
            Locale.ROOT,
            "mean norm %.4f, variance %.4f%nthe store lies in %s%n",
            store.statistics().meanNorm(),
            store.statistics().variance(),
            folder);
        show.flush();
      }
    }
    return ExitCode.OK;
  }

  /**
   * Refuses a folder that contains anything other than the files of a store, which an interrupted
   * run may have left incomplete.
   */
  private static void requireStore(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      if (entries
          .map(entry -> entry.getFileName().toString())
          .anyMatch(
              name ->
                  !name.equals(OutputLock.FILE)
                      && !name.equals(StoreManifest.FILE)
                      && !name.matches("\\.?(train|validation)-\\d+\\.npy(\\.\\d+)?"))) {
        throw new SweepException("--out: " + folder + " is not empty; choose another folder");
      }
    }
  }
}
