package dev.polysweep.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** A sweep of sixteen small cells in four waves, trained in earnest, and what it must leave. */
final class SmallSweep {

  static final int CELLS = 16;

  private static final String YAML =
      """
      name: small
      experiment: taming
      seeds: 8
      base:
        data: {samples: 64}
        mlp: {hidden: 8, epochs: 12}
        sae: {d_sae: 8, epochs: 8}
      configs:
        - {label: baseline, init: random}
        - {label: orthogonal, init: orthogonal}
      baseline: baseline
      log_every: 4
      """;

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
  static Map<String, List<String>> undisturbed() throws IOException, SQLException {
    Path folder = Files.createTempDirectory("undisturbed");
    Child.Ended ended = InProcess.withSpark(command(in(folder), folder.resolve("out")));
    if (ended.code() != 0) {
      throw new IllegalStateException(ended.toString());
    }
    return contents(folder.resolve("out"));
  }

  static Map<String, List<String>> contents(Path results) throws SQLException {
    try (Duck duck = new Duck(results)) {
      return duck.contents();
    }
  }
}
