package dev.polysweep.cluster;

import dev.polysweep.ShortLife;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Master, Workers and {@code spark-submit} as processes of this machine, made of nothing but the
 * distribution: its {@code lib/spark} is what a Spark installation has in {@code jars}. Commands
 * are built by Spark's own launcher, as its scripts do.
 */
final class StandaloneCluster implements AutoCloseable {

  private static final Duration START = Duration.ofSeconds(180);
  private static final Pattern MASTER = Pattern.compile("Starting Spark master at (spark://\\S+)");

  /** Options of Java for every process, executors included. */
  private static final String BRIEF = String.join(" ", ShortLife.OPTIONS);

  private final Path distribution;
  private final Path home;
  private final List<Process> processes = new ArrayList<>();
  private final Thread hook = new Thread(this::kill);
  private String master;

  /**
   * @param distribution what {@code mvn package} left
   * @param home an empty folder for the installation and its logs
   */
  StandaloneCluster(Path distribution, Path home) throws IOException {
    this.distribution = distribution;
    this.home = home;
    Files.createSymbolicLink(home.resolve("jars"), distribution.resolve("lib/spark"));
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Starts the Master and waits for it. */
  void startMaster() throws Exception {
    start(
        "master",
        Map.of(),
        "org.apache.spark.deploy.master.Master",
        "--host",
        "127.0.0.1",
        "--port",
        "0",
        "--webui-port",
        "0");
    master =
        await(
            START,
            "a Master",
            () -> {
              Matcher line = MASTER.matcher(log("master"));
              return line.find() ? line.group(1) : null;
            });
  }

  /**
   * Starts a Worker that finds one GPU by the distribution's discovery script, and waits for it. It
   * and its executors live in a locale whose digits are not ASCII's.
   *
   * @param gpu the address that its {@code nvidia-smi} prints
   */
  Process startWorker(String gpu) throws Exception {
    String name = "worker-" + gpu;
    Path bin = Files.createDirectories(home.resolve(name).resolve("bin"));
    Path smi = Files.writeString(bin.resolve("nvidia-smi"), "#!/bin/sh\necho " + gpu + "\n");
    smi.toFile().setExecutable(true);
    Process worker =
        start(
            name,
            Map.of(
                "JAVA_TOOL_OPTIONS",
                BRIEF + " -Duser.language=ar -Duser.country=EG",
                "PATH",
                bin + File.pathSeparator + System.getenv("PATH"),
                "SPARK_WORKER_OPTS",
                "-Dspark.worker.resource.gpu.amount=1 -Dspark.worker.resource.gpu.discoveryScript="
                    + distribution.resolve("conf/gpus.sh")),
            "org.apache.spark.deploy.worker.Worker",
            "--host",
            "127.0.0.1",
            "--port",
            "0",
            "--webui-port",
            "0",
            "--cores",
            "2",
            "--memory",
            "2g",
            "--work-dir",
            work(gpu).toString(),
            master);
    await(
        START,
        "Worker " + gpu,
        () -> log(name).contains("Successfully registered with master") ? true : null);
    return worker;
  }

  /** Where the Worker with that GPU keeps its executors' logs. */
  Path work(String gpu) {
    return home.resolve("worker-" + gpu).resolve("work");
  }

  /**
   * Starts {@code spark-submit} with the Master's URL, in the folder of the distribution.
   *
   * @param name name of its log
   */
  Process submit(String name, String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of("--master", master));
    all.addAll(Arrays.asList(arguments));
    return start(name, Map.of(), "org.apache.spark.deploy.SparkSubmit", all.toArray(String[]::new));
  }

  /** Starts {@code bin/polysweep}. */
  Process polysweep(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("bin/polysweep"));
    command.addAll(Arrays.asList(arguments));
    return start("polysweep", Map.of("POLYSWEEP_JAVA_OPTS", "-Xmx700m " + BRIEF), command);
  }

  /** What a process has printed so far. */
  String log(String name) throws IOException {
    Path file = home.resolve(name + ".log");
    return Files.exists(file) ? Files.readString(file) : "";
  }

  /** Waits until there is an answer, and fails when it takes too long. */
  static <T> T await(Duration patience, String what, Callable<T> answer) throws Exception {
    long end = System.nanoTime() + patience.toNanos();
    for (T found = answer.call(); ; found = answer.call()) {
      if (found != null) {
        return found;
      }
      if (System.nanoTime() > end) {
        throw new AssertionError("no " + what + " within " + patience.toSeconds() + " s");
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private Process start(String name, Map<String, String> environment, String main, String... args)
      throws IOException, InterruptedException {
    List<String> launch =
        new ArrayList<>(
            List.of(
                java(),
                "-Xmx128m",
                "-cp",
                home + "/jars/*",
                "org.apache.spark.launcher.Main",
                main));
    launch.addAll(Arrays.asList(args));
    Process launcher = process(launch, environment).start();
    String printed = new String(launcher.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (launcher.waitFor() != 0) {
      throw new AssertionError("Spark's launcher refuses: " + printed);
    }
    // The launcher ends what it says with a NUL and a line break, then each argument with a NUL.
    String command = printed.substring(printed.indexOf("\0\n") + 2);
    return start(name, environment, Arrays.asList(command.split("\0")));
  }

  private Process start(String name, Map<String, String> environment, List<String> command)
      throws IOException {
    Process process =
        process(command, environment).redirectOutput(home.resolve(name + ".log").toFile()).start();
    processes.add(process);
    return process;
  }

  private ProcessBuilder process(List<String> command, Map<String, String> environment) {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(distribution.toFile()).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("SPARK_HOME", home.toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.12");
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.environment().put("SPARK_LOCAL_DIRS", home.resolve("local").toString());
    builder.environment().put("SPARK_DAEMON_MEMORY", "256m");
    builder.environment().put("JAVA_TOOL_OPTIONS", BRIEF);
    // For Master and Worker the optimising compiler does not pay at all.
    builder.environment().put("SPARK_DAEMON_JAVA_OPTS", ShortLife.NOTHING_TRAINED);
    builder.environment().putAll(environment);
    return builder;
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private void kill() {
    for (Process process : processes) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  /** Ends all processes. */
  @Override
  public void close() throws InterruptedException {
    kill();
    for (Process process : processes) {
      process.waitFor(10, TimeUnit.SECONDS);
    }
    Runtime.getRuntime().removeShutdownHook(hook);
  }
}
