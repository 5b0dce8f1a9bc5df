package dev.polysweep.cli;

import dev.polysweep.ShortLife;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The command line in a Java process of its own, with the options of this one. */
public final class Child {

  private static final long LONGEST = 240; // s

  private Child() {}

  /**
   * How a process ended.
   *
   * @param code exit code
   * @param out what it wrote to stdout
   * @param err what it wrote to stderr, without the JVM's line about incubator modules
   */
  public record Ended(int code, String out, String err) {

    /** The lines on stderr, without empty ones. */
    List<String> errors() {
      return err.lines().filter(line -> !line.isBlank()).toList();
    }
  }

  /** Runs {@code polysweep args} with more JVM options and waits for its end. */
  public static Ended run(List<String> jvm, String... args) {
    return run(Main.class, options(jvm), List.of(args));
  }

  /** Runs another program in the place of the command line. */
  static Ended of(Class<?> main, List<String> jvm) {
    return run(main, options(jvm), List.of());
  }

  /** Runs it with these JVM options alone. */
  public static Ended bare(List<String> jvm, String... args) {
    return run(Main.class, jvm, List.of(args));
  }

  /** This JVM's options, but for its heap, and more. */
  private static List<String> options(List<String> more) {
    List<String> options = new ArrayList<>();
    for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (option.startsWith("--add-")
          || option.startsWith("-XX:+Ignore")
          || option.startsWith("-Djdk.reflect")) {
        options.add(option);
      }
    }
    options.addAll(ShortLife.OPTIONS);
    options.addAll(more);
    return options;
  }

  private static Ended run(Class<?> main, List<String> jvm, List<String> args) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvm);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(args);
    try {
      Path out = Files.createTempFile("polysweep", ".out");
      Path err = Files.createTempFile("polysweep", ".err");
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      if (!process.waitFor(LONGEST, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("still running after " + LONGEST + " s: " + args);
      }
      String errors =
          Files.readString(err).replaceAll("WARNING: Using incubator modules: \\S+\\R", "");
      Ended ended = new Ended(process.exitValue(), Files.readString(out), errors);
      Files.delete(out);
      Files.delete(err);
      return ended;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
