package dev.polysweep.cli;

import dev.polysweep.spark.SparkFixture;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import picocli.CommandLine;

/** The command line in this process, in which the first use of Spark is paid for once. */
final class InProcess {

  private InProcess() {}

  /** Runs {@code polysweep args}, a command without Spark, with what it prints caught. */
  static Child.Ended run(Object... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = Polysweep.commandLine();
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    int code = line.execute(Arrays.stream(args).map(Object::toString).toArray(String[]::new));
    return new Child.Ended(code, out.toString(), err.toString());
  }

  /**
   * Runs a command that starts Spark as it would in a process of its own: one that another class of
   * tests has left, which has other settings, is stopped first.
   */
  static Child.Ended withSpark(Object... args) {
    SparkFixture.stop();
    return run(args);
  }
}
