package dev.polysweep.cli.option;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that all commands which use Spark share. */
public final class SparkOptions {

  @Option(
      names = "--master",
      paramLabel = "URL",
      description =
          "Spark's master; default: what spark-submit was given, else all cores of this machine.")
  private String master;

  @Mixin private VerboseOption verbose;

  /** Spark's master URL, or null for the configured one. */
  public String master() {
    return master;
  }
}
