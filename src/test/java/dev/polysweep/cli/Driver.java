package dev.polysweep.cli;

import dev.polysweep.ShortLife;
import dev.polysweep.TestMachine;
import dev.polysweep.experiment.Experiment;
import dev.polysweep.spark.FakeExperiment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The command line in a process of its own, which can be killed. */
final class Driver implements AutoCloseable {

  /** A class path entry by which the experiment {@code fake} is installed. */
  static final Path FAKE = fake();

  private static final long LONGEST = 20; // min

  private final Process process;
  private final Path log;

  /**
   * Starts a command.
   *
   * @param log where it prints
   * @param jvm more options of the virtual machine
   */
  Driver(Path log, List<String> jvm, Object... args) throws IOException {
    this.log = log;
    List<String> command = new ArrayList<>();
    if (ignoresInterrupts()) {
      // A build in the background ignores them, and its children with it.
      command.addAll(List.of("env", "--default-signal=INT"));
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(arg -> arg.startsWith("--add-") || arg.startsWith("-XX:+IgnoreUnrecognized"))
        .forEach(command::add);
    command.addAll(TestMachine.options());
    command.addAll(ShortLife.OPTIONS);
    command.add("-Djdk.reflect.useDirectMethodHandle=false");
    command.addAll(jvm);
    command.add("-cp");
    command.add(FAKE + java.io.File.pathSeparator + System.getProperty("java.class.path"));
    command.add(Main.class.getName());
    for (Object arg : args) {
      command.add(arg.toString());
    }
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(Map.of("LC_ALL", "C.UTF-8"));
    process = builder.redirectOutput(log.toFile()).start();
  }

  private static boolean ignoresInterrupts() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return false;
    }
    String mask =
        Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .map(line -> line.substring(line.indexOf(':') + 1).strip())
            .findFirst()
            .orElse("0");
    return (Long.parseUnsignedLong(mask, 16) & 2) != 0; // bit of SIGINT
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** What {@code kill -9} does. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** What Ctrl-C does. */
  void interrupt() throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-INT", String.valueOf(process.pid())).start().waitFor();
  }

  /** The exit code, after the process has ended. */
  int exitCode() throws InterruptedException, IOException {
    if (!process.waitFor(LONGEST, TimeUnit.MINUTES)) {
      throw new IOException("still running after " + LONGEST + " minutes: " + printed());
    }
    return process.exitValue();
  }

  /** What it has printed so far. */
  String printed() throws IOException {
    return Files.readString(log);
  }

  @Override
  public void close() throws InterruptedException {
    kill();
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
