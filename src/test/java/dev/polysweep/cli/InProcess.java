package dev.polysweep.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/** The command line in this process, for commands without Spark. */
final class InProcess {

  private InProcess() {}

  /** Runs {@code polysweep args}, with what it prints caught. */
  static Child.Ended run(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = Polysweep.commandLine();
    line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int code = line.execute(args);
    return new Child.Ended(code, out.toString(), err.toString());
  }
}
