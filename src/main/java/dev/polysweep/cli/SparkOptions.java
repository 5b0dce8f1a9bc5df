package dev.polysweep.cli;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that all commands which use Spark share. */
final class SparkOptions {

  @Option(
      names = "--master",
      paramLabel = "URL",
      description =
          "Spark's master; default: what spark-submit was given, else all cores of this machine.")
  String master;

  @Mixin private VerboseOption verbose;
}
