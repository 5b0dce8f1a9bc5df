package dev.polysweep.cli.option;

import picocli.CommandLine.Option;

/** The option {@code --verbose}, by which {@link Polysweep} shows where a failure comes from. */
public final class VerboseOption {

  @Option(names = "--verbose", description = "Show stack traces.")
  boolean verbose;
}
