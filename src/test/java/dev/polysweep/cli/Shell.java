package dev.polysweep.cli;

import dev.polysweep.ShortLife;
import dev.polysweep.TestMachine;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.PrintWriter;
import java.io.Serializable;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;

/**
 * The command line in one Java process for many commands, one after the other: most of a command's
 * time is the start of Java and its first use of Spark. The experiment {@code fake} is installed.
 */
final class Shell implements AutoCloseable {

  private static Shell shared;

  private final Process process;
  private final ObjectOutputStream to;
  private final ObjectInputStream from;

  /** A command, or properties of the process to set before the next. */
  private record Request(List<String> args, Map<String, String> properties)
      implements Serializable {}

  /**
   * How a command ended.
   *
   * @param code exit code
   * @param out what it wrote to stdout
   * @param err what it wrote to stderr
   */
  record Ended(int code, String out, String err) implements Serializable {

    /** The lines on stderr, without empty ones. */
    List<String> errors() {
      return err.lines().filter(line -> !line.isBlank()).toList();
    }
  }

  /**
   * The one process, with no more options, of all classes of tests that this process runs. It ends
   * with it, and nobody closes it before.
   */
  static synchronized Shell shared() throws IOException {
    if (shared == null) {
      shared = new Shell();
      Runtime.getRuntime().addShutdownHook(new Thread(shared::close));
    }
    return shared;
  }

  /**
   * Starts the process.
   *
   * @param jvm more options of the virtual machine
   */
  Shell(String... jvm) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(arg -> arg.startsWith("--add-") || arg.startsWith("-XX:+IgnoreUnrecognized"))
        .forEach(command::add);
    command.addAll(TestMachine.options());
    command.addAll(ShortLife.OPTIONS);
    command.addAll(
        List.of(
            // The virtual machine's own warnings would go to stdout, as the answers do; one of them
            // is of a full code cache, which is small where only C1 compiles.
            "-Xlog:disable",
            "-XX:+DisplayVMOutputToStderr",
            "-XX:ReservedCodeCacheSize=240m",
            "-Xmx1g",
            "-Djdk.reflect.useDirectMethodHandle=false"));
    command.addAll(Arrays.asList(jvm));
    command.add("-cp");
    command.add(Driver.FAKE + java.io.File.pathSeparator + System.getProperty("java.class.path"));
    command.add(Shell.class.getName());
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    to = new ObjectOutputStream(process.getOutputStream());
    to.flush();
    from = new ObjectInputStream(process.getInputStream());
  }

  /** Runs a command to its end. */
  Ended run(Object... args) throws IOException {
    return ask(new Request(Arrays.stream(args).map(Object::toString).toList(), Map.of()));
  }

  /** Sets a system property of the process. */
  void set(String key, Object value) throws IOException {
    ask(new Request(List.of(), Map.of(key, value.toString())));
  }

  private Ended ask(Request request) throws IOException {
    to.writeObject(request);
    to.flush();
    try {
      return (Ended) from.readObject();
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What runs in the process. */
  public static void main(String[] unused) throws Exception {
    ObjectOutputStream to = new ObjectOutputStream(System.out);
    to.flush();
    ObjectInputStream from = new ObjectInputStream(System.in);
    System.setOut(System.err); // whatever prints by itself would break the answers
    Quiet.install();
    while (true) {
      Request request = (Request) from.readObject();
      request.properties().forEach(System::setProperty);
      StringWriter out = new StringWriter();
      StringWriter err = new StringWriter();
      int code = 0;
      if (!request.args().isEmpty()) {
        CommandLine line = Polysweep.commandLine();
        line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        code = line.execute(request.args().toArray(String[]::new));
      }
      to.writeObject(new Ended(code, out.toString(), err.toString()));
      to.flush();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
