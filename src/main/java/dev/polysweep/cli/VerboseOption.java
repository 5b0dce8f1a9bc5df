package dev.polysweep.cli;

import picocli.CommandLine.Option;

/** The option {@code --verbose}, by which {@link Polysweep} shows where a failure comes from. */
final class VerboseOption {

  @Option(names = "--verbose", description = "Show stack traces.")
  boolean verbose;
}
