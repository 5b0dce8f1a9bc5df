package dev.polysweep.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** A sweep of sixteen cells in four waves, trained in earnest, and what it must leave. */
final class SmallSweep {

  static final int CELLS = 16;

  private static final String YAML =
      """
      name: small
      experiment: taming
      seeds: 8
      base: {mlp: {epochs: 60}, sae: {epochs: 40}}
      configs:
        - {label: baseline, init: random}
        - {label: orthogonal, init: orthogonal}
      baseline: baseline
      log_every: 20
      """;

  private static Map<String, List<String>> expected;

  private SmallSweep() {}

  /** The sweep file, written into a folder. */
  static Path in(Path folder) throws IOException {
    return Files.writeString(folder.resolve("small.yaml"), YAML);
  }

  /** Options and arguments of the command that runs it. */
  static Object[] command(Path file, Path out) {
    return new Object[] {"run", file, "--out", out, "--master", "local[2]", "--wave", 4};
  }

  /** Contents of all tables after a run that nothing disturbed. */
  static synchronized Map<String, List<String>> expected() throws IOException, SQLException {
    if (expected == null) {
      Path folder = Files.createTempDirectory("undisturbed");
      Cli.Outcome outcome = Cli.run(command(in(folder), folder.resolve("out")));
      if (outcome.code() != 0) {
        throw new IllegalStateException(outcome.toString());
      }
      expected = contents(folder.resolve("out"));
    }
    return expected;
  }

  static Map<String, List<String>> contents(Path results) throws SQLException {
    try (Duck duck = new Duck(results)) {
      return duck.contents();
    }
  }
}
