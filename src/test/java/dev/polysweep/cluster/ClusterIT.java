package dev.polysweep.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.data.store.StoreFixture;
import dev.polysweep.engine.Engines;
import dev.polysweep.experiment.CellRun;
import dev.polysweep.experiment.monosemantic.MonosemanticConfig;
import dev.polysweep.experiment.monosemantic.MonosemanticExperiment;
import dev.polysweep.sweep.Cell;
import dev.polysweep.sweep.file.Overrides;
import dev.polysweep.sweep.file.SweepFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The distribution on a cluster of processes: submitted as the page on clusters says, with GPUs
 * that only seem to be there, and one executor killed while it trains; then one autoencoder on all
 * executors, and beside it somebody's own experiment.
 */
@Tag("cluster")
class ClusterIT {

  private static final int CONFIGURATIONS = 8;
  private static final int SEEDS = 3;
  private static final Duration RUN = Duration.ofSeconds(600);
  private static final Pattern ASSIGNED = Pattern.compile("executor (\\d+) with GPU (\\d+): (.*)");

  private static final String AUTOENCODER =
      """
      name: spread
      experiment: monosemantic
      seeds: 1
      base:
        data: {source: activations, path: %s, d_in: 24, eval_samples: 2000}
        sae: {architecture: topk, k: 3, expansion: 2, steps: 300, batch: 256, lr: 3e-3,
              lr_warmup: 20, lr_decay: 60, aux_k: 0, resample_every: 0, normalize: expected_norm}
      configs: [{label: topk}]
      log_every: 100
      """;

  private final Path distribution = Path.of(System.getProperty("polysweep.distribution"));

  @TempDir Path folder;

  @Test
  @Timeout(value = 12, unit = TimeUnit.MINUTES)
  void losesAndDoublesNothingWhenAnExecutorDies() throws Exception {
    Path out = folder.resolve("cluster");
    Path reference = folder.resolve("reference");
    String sweep = sweep().toString();
    try (StandaloneCluster cluster =
        new StandaloneCluster(distribution, Files.createDirectories(folder.resolve("spark")))) {
      cluster.startMaster();
      Process worker = cluster.startWorker("4");
      cluster.startWorker("7");
      Process driver =
          cluster.submit(
              "driver",
              "--properties-file",
              "conf/spark-gpu.conf",
              "--conf",
              "spark.executor.memory=600m",
              "--conf",
              "spark.driver.memory=700m",
              "--jars",
              "lib/app/*,lib/cuda/*",
              "--class",
              "dev.polysweep.cli.Main",
              "lib/polysweep.jar",
              "run",
              sweep,
              "--pack",
              "1",
              "--out",
              out.toString());

      StandaloneCluster.await(
          RUN,
          "trained packs",
          () -> {
            assertTrue(driver.isAlive(), cluster.log("driver"));
            return trainedPacks(out) >= 4 ? true : null;
          });
      ProcessHandle executor = worker.children().findFirst().orElseThrow();
      assertTrue(executor.destroyForcibly());
      assertTrue(trainedPacks(out) < CONFIGURATIONS * SEEDS, "all was trained before the kill");

      assertEnds(cluster, "driver", driver);
      assertTrue(cluster.log("driver").contains("24 of 24 cells  100 %"), cluster.log("driver"));

      assertEachHadItsGpu(cluster);

      // The next three share the cluster and the machine: much of what each does is to start.
      Process local =
          cluster.polysweep("run", sweep, "--master", "local[1]", "--out", reference.toString());
      Path file = autoencoder();
      Process spread = submitAutoencoder(cluster, file);
      Process pca = submitOwnExperiment(cluster);
      CellRun<MonosemanticConfig> alone = trainedHere(file);
      assertEnds(cluster, "polysweep", local);
      assertEnds(cluster, "spread", spread);
      assertOneAutoencoderOnAllExecutors(alone);
      assertEnds(cluster, "pca", pca);
      OwnExperimentIT.assertResults(folder.resolve("pca"));
    }
    assertSame(reference, out);
  }

  private static void assertSame(Path reference, Path out) throws IOException {
    assertEquals(CONFIGURATIONS * SEEDS, ParquetRows.content(reference, "cells").size());
    for (String table :
        List.of("cells", "epochs", "arrays", "summary", "nulls", "contrasts", "curves")) {
      assertEquals(ParquetRows.content(reference, table), ParquetRows.content(out, table), table);
    }
  }

  private static void assertEnds(StandaloneCluster cluster, String name, Process process)
      throws Exception {
    assertTrue(process.waitFor(RUN.toSeconds(), TimeUnit.SECONDS), cluster.log(name));
    assertEquals(0, process.exitValue(), cluster.log(name));
  }

  private Path autoencoder() throws IOException {
    Path store = StoreFixture.write(folder.resolve("store"), 24, 20_000, 2_000, 1);
    return Files.writeString(
        folder.resolve("spread.yaml"), String.format(Locale.ROOT, AUTOENCODER, store));
  }

  private Process submitAutoencoder(StandaloneCluster cluster, Path file) throws Exception {
    return submitBrief(
        cluster,
        "spread",
        "lib/app/*,lib/nd4j/*",
        "700m",
        file.toString(),
        "--distributed",
        "--average-every",
        "10");
  }

  /** Its jar is sent by {@code spark-submit --jars}, and nothing else is said of it. */
  private Process submitOwnExperiment(StandaloneCluster cluster) throws Exception {
    return submitBrief(
        cluster,
        "pca",
        "lib/app/*," + OwnExperimentIT.JAR,
        "600m",
        OwnExperimentIT.SWEEP.toString());
  }

  /**
   * Submits a run on one core of each Worker that lives too briefly for Spark's page and for
   * compiled queries to pay.
   */
  private Process submitBrief(
      StandaloneCluster cluster, String name, String jars, String memory, String... run)
      throws Exception {
    List<String> arguments =
        new ArrayList<>(List.of("--properties-file", "conf/spark-defaults.conf", "--jars", jars));
    for (String setting :
        List.of(
            "spark.executor.memory=" + memory,
            "spark.executor.cores=1",
            "spark.cores.max=2",
            "spark.driver.memory=700m",
            "spark.ui.enabled=false",
            "spark.sql.codegen.wholeStage=false",
            "spark.sql.shuffle.partitions=2")) {
      arguments.addAll(List.of("--conf", setting));
    }
    arguments.addAll(List.of("--class", "dev.polysweep.cli.Main", "lib/polysweep.jar", "run"));
    arguments.addAll(List.of(run));
    arguments.addAll(List.of("--out", folder.resolve(name).toString()));
    return cluster.submit(name, arguments.toArray(String[]::new));
  }

  /**
   * Its loss falls, and it explains as much, to 1 % of the variance, as the one that this process
   * trains by itself.
   */
  private void assertOneAutoencoderOnAllExecutors(CellRun<MonosemanticConfig> alone)
      throws IOException {
    Path out = folder.resolve("spread");
    List<String> cells = ParquetRows.content(out, "cells");
    assertEquals(1, cells.size());
    assertTrue(cells.get(0).contains("engine: [dl4j-spark]"), cells.get(0));
    double together = number(cells.get(0), "explained_variance");
    double expected = alone.metrics().get("explained_variance");
    assertTrue(expected > 0.7, "alone " + expected);
    assertTrue(together > expected - 0.01, "alone " + expected + ", together " + together);
    Map<Double, Double> losses = new TreeMap<>();
    ParquetRows.content(out, "epochs")
        .forEach(row -> losses.put(number(row, "epoch"), number(row, "loss")));
    assertEquals(List.of(1.0, 100.0, 200.0, 300.0), List.copyOf(losses.keySet()));
    assertTrue(losses.get(300.0) < losses.get(1.0) / 2, losses.toString());
  }

  private static double number(String row, String column) {
    Matcher matcher = Pattern.compile("(^|; )" + column + ": \\[([^]]+)]").matcher(row);
    assertTrue(matcher.find(), row);
    return Double.parseDouble(matcher.group(2));
  }

  private static CellRun<MonosemanticConfig> trainedHere(Path file) {
    Cell cell = SweepFile.load(file, new Overrides(List.of(), null)).cell(0);
    CellRun<MonosemanticConfig> run =
        new CellRun<>((MonosemanticConfig) cell.configuration().settings(), cell.seed(), 100);
    new MonosemanticExperiment().run(Engines.named("simd"), List.of(run));
    return run;
  }

  /**
   * The dead executor's Worker starts another, which gets the GPU that has become free. The GPUs
   * are made up, so there is no driver, and the executors' logs say that this is why the CPU
   * trains.
   */
  private static void assertEachHadItsGpu(StandaloneCluster cluster) throws IOException {
    assertEquals(2, executors(cluster.work("4")), cluster.log("worker-4"));
    assertEquals(1, executors(cluster.work("7")), cluster.log("worker-7"));
    for (String gpu : List.of("4", "7")) {
      List<String> lines = assigned(cluster.work(gpu));
      assertFalse(lines.isEmpty(), "no executor of the Worker with GPU " + gpu + " trained");
      lines.forEach(
          line ->
              assertTrue(
                  line.matches(
                      String.format(
                          Locale.ROOT,
                          "GPU %s: engine simd; GPU %s idle; cuda: NVIDIA.s driver is not installed here.*",
                          gpu,
                          gpu)),
                  line));
    }
  }

  /** How many executors a Worker has started. */
  private static long executors(Path work) throws IOException {
    try (Stream<Path> folders = Files.find(work, 2, (path, is) -> is.isDirectory())) {
      return folders.filter(path -> path.getFileName().toString().matches("\\d+")).count();
    }
  }

  /** What the executors of a Worker logged of their GPU and engine. */
  private static List<String> assigned(Path work) throws IOException {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> logs = Files.walk(work)) {
      for (Path log : logs.filter(f -> f.endsWith("stderr")).sorted().toList()) {
        Matcher matcher = ASSIGNED.matcher(Files.readString(log));
        while (matcher.find()) {
          assertEquals(log.getParent().getFileName().toString(), matcher.group(1));
          lines.add("GPU " + matcher.group(2) + ": " + matcher.group(3));
        }
      }
    }
    return lines;
  }

  /** Packs whose results have been staged. */
  private static long trainedPacks(Path out) throws IOException {
    Path staged = out.resolve("_staging/wave=000000/trained");
    if (!Files.exists(staged)) {
      return 0;
    }
    try (Stream<Path> packs = Files.list(staged)) {
      return packs.filter(pack -> pack.getFileName().toString().startsWith("part-")).count();
    }
  }

  private Path sweep() throws IOException {
    String taming = Files.readString(distribution.resolve("sweeps/taming.yaml"));
    return Files.writeString(
        folder.resolve("short.yaml"),
        taming
            .replaceAll("(?m)^seeds:.*$", "seeds: " + SEEDS)
            .replaceAll("(?m)^log_every:.*$", "log_every: 40")
            .concat("base: {mlp: {epochs: 200}, sae: {epochs: 200}}\n"));
  }
}
