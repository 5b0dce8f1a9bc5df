package dev.polysweep.cli;

import dev.polysweep.experiment.Experiment;
import dev.polysweep.spark.FakeExperiment;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine;

/** The command line, run in this process as a user would run it. */
final class Cli {

  /** A class path entry by which the experiment {@code fake} is installed. */
  static final Path FAKE = fake();

  /** What a command left: its exit code and what it printed. */
  record Outcome(int code, String out, String err) {

    /** The lines on stderr, without empty ones. */
    List<String> errors() {
      return err.lines().filter(line -> !line.isBlank()).toList();
    }
  }

  private Cli() {}

  /** Runs a command; the experiment {@code fake} is installed besides the real ones. */
  static Outcome run(Object... args) {
    String[] words = java.util.Arrays.stream(args).map(Object::toString).toArray(String[]::new);
    if (SparkSession.getDefaultSession().isDefined()) {
      SparkSession.getDefaultSession().get().stop(); // of an earlier test, with other settings
    }
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {url(FAKE)}, before)) {
      thread.setContextClassLoader(loader);
      CommandLine line = Polysweep.commandLine();
      line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
      return new Outcome(line.execute(words), out.toString(), err.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static URL url(Path folder) throws MalformedURLException {
    return folder.toUri().toURL();
  }

  private static Path fake() {
    try {
      Path folder = Files.createTempDirectory("fake-experiment");
      Path service = folder.resolve("META-INF/services/" + Experiment.class.getName());
      Files.createDirectories(service.getParent());
      Files.writeString(service, FakeExperiment.class.getName());
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
