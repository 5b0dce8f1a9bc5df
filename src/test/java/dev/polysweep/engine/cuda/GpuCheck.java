package dev.polysweep.engine.cuda;

import dev.polysweep.engine.Device;
import dev.polysweep.engine.Engine;
import dev.polysweep.engine.Engines;
import dev.polysweep.engine.cuda.gpu.BoundGpu;
import dev.polysweep.engine.net.TrainingPlan;
import dev.polysweep.engine.net.TrainingSession;
import dev.polysweep.experiment.Experiment;
import dev.polysweep.experiment.taming.TamingBenchmark;
import dev.polysweep.experiment.taming.TamingConfig;
import dev.polysweep.experiment.taming.TamingRecipe;
import dev.polysweep.experiment.temporal.TemporalConfig;
import dev.polysweep.experiment.temporal.TemporalRecipe;
import dev.polysweep.experiment.toy.ToyExperiment;
import dev.polysweep.experiment.toy.ToyRecipe;
import dev.polysweep.sweep.Cell;
import dev.polysweep.sweep.Experiments;
import dev.polysweep.sweep.Sweep;
import dev.polysweep.sweep.file.Overrides;
import dev.polysweep.sweep.file.SweepFile;
import dev.polysweep.sweep.plan.PackRunner;
import dev.polysweep.sweep.plan.Packs;
import dev.polysweep.sweep.result.CellResult;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/**
 * What {@code src/bench/gpu.sh} runs: the contract, bit-identity and experiments on a GPU, and then
 * its speed, as a table. Ends with 0 if everything passed, 1 if not, and 2 if there is no GPU.
 */
public final class GpuCheck {

  private static final List<String> PARTS = List.of("tests", "training", "cells", "sweeps");
  private static final int[] PACKS = {1, 64, 1024};
  private static final String[] SWEEPS = {"factorial", "temporal", "geometry", "phase"};

  /** Tasks that share a GPU: one trains while the other draws data and measures. */
  private static final int TASKS = 2;

  private final PrintWriter out =
      new PrintWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8), true);
  private final Engine cuda = new CudaEngine();

  private final List<String> parts;

  private GpuCheck(List<String> parts) {
    this.parts = parts;
  }

  /** Runs the checks: the given ones of "tests", "training", "cells" and "sweeps", or all. */
  public static void main(String[] args) throws Exception {
    System.exit(new GpuCheck(List.of(args)).run());
  }

  private int run() throws Exception {
    if (!PARTS.containsAll(parts)) {
      out.println("the parts are " + PARTS + ", not " + parts);
      return 1;
    }
    Device device = CudaGpuTest.device();
    Optional<String> obstacle = cuda.unavailable(device);
    if (obstacle.isPresent()) {
      out.println("no check on a GPU: " + obstacle.get());
      return 2;
    }
    out.printf(
        Locale.ROOT,
        "%s: %s, peak %,.0f GFLOP/s%n",
        device,
        BoundGpu.accelerator().name(),
        cuda.peakGflops().orElse(Double.NaN));
    boolean passed = parts.isEmpty() || parts.contains("tests") ? tests() : true;
    if (parts.isEmpty() || parts.contains("training")) {
      training();
    }
    if (parts.isEmpty() || parts.contains("cells")) {
      cells();
    }
    if (parts.isEmpty() || parts.contains("sweeps")) {
      passed &= sweeps();
    }
    return passed ? 0 : 1;
  }

  private boolean tests() {
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(DiscoverySelectors.selectClass(CudaGpuTest.class))
            .build();
    Launcher launcher = LauncherFactory.create();
    SummaryGeneratingListener summary = new SummaryGeneratingListener();
    long start = System.nanoTime();
    launcher.execute(request, summary);
    out.printf(
        Locale.ROOT,
        "tests: %d passed, %d failed, %.0f s%n",
        summary.getSummary().getTestsSucceededCount(),
        summary.getSummary().getTestsFailedCount(),
        (System.nanoTime() - start) / 1e9);
    summary.getSummary().printFailuresTo(out, 3);
    return summary.getSummary().getTotalFailureCount() == 0;
  }

  /** How fast networks are trained, without what an experiment does besides. */
  private void training() {
    TrainingPlan mlp = TamingRecipe.mlp(TamingConfig.DEFAULTS, 0);
    TrainingPlan sae = TamingRecipe.sae(TamingConfig.DEFAULTS, 0);
    out.println("training alone               models  seconds  models/s  GFLOP/s  of peak");
    for (int pack : PACKS) {
      row("taming, network", mlp, pack);
      row("taming, autoencoder", sae, pack);
    }
    row("temporal, network", TemporalRecipe.mlp(TemporalConfig.DEFAULTS, 0), 1024);
    row("toy, 200 features in 20", toy("paper"), 20);
    row("toy, 2 features in 1", toy("phase"), 10240);
  }

  private static TrainingPlan toy(String preset) {
    return ToyRecipe.plan(new ToyExperiment().presets().get(preset), 0);
  }

  private void row(String what, TrainingPlan plan, int models) {
    double seconds = trainingSeconds(plan, models);
    double gflops = TamingRecipe.flop(plan) * models / seconds / 1e9;
    out.printf(
        Locale.ROOT,
        "%-26s%9d%9.2f%10.0f%9.0f%7.0f %%%n",
        what,
        models,
        seconds,
        models / seconds,
        gflops,
        100 * gflops / cuda.peakGflops().orElse(Double.NaN));
  }

  /** How fast whole cells are, with their data, metrics and null distributions. */
  private void cells() {
    out.println("taming baseline, whole cells a second");
    out.println("cells in a pack      cuda  simd on one core");
    for (int pack : PACKS) {
      out.printf(
          Locale.ROOT,
          "%15d%10.1f%18.1f%n",
          pack,
          TamingBenchmark.cellsPerSecond(cuda, pack),
          TamingBenchmark.cellsPerSecond(Engines.named("simd"), Math.min(pack, 8)));
    }
  }

  /**
   * How long sweeps take, with data, metrics and null distributions, as two tasks of a GPU train
   * them.
   */
  private boolean sweeps() throws Exception {
    boolean passed = true;
    ExecutorService tasks =
        Executors.newFixedThreadPool(
            TASKS,
            run -> {
              Thread thread = new Thread(run, "task");
              thread.setDaemon(true);
              return thread;
            });
    out.println("sweeps, without Spark     cells   packs  seconds  cells/s");
    for (String name : SWEEPS) {
      Path file = Path.of("sweeps", name + ".yaml");
      Sweep sweep = SweepFile.load(file, new Overrides(List.of(), null));
      Experiment<?> experiment = Experiments.installed().named(sweep.experiment());
      List<Cell> cells = LongStream.range(0, sweep.size()).mapToObj(sweep::cell).toList();
      List<List<Cell>> packs = Packs.forGpus(cells, experiment, TASKS, null);
      PackRunner.run(experiment, cuda, packs.get(packs.size() - 1), sweep.logEvery());
      long start = System.nanoTime();
      List<Future<List<CellResult>>> results = new ArrayList<>();
      for (List<Cell> pack : packs) {
        results.add(tasks.submit(() -> PackRunner.run(experiment, cuda, pack, sweep.logEvery())));
      }
      int failed = 0;
      for (Future<List<CellResult>> result : results) {
        failed += (int) result.get().stream().filter(r -> r.error() != null).count();
      }
      passed &= failed == 0;
      double seconds = (System.nanoTime() - start) / 1e9;
      out.printf(
          Locale.ROOT,
          "%-23s%8d%8d%9.2f%9.0f%s%n",
          name,
          cells.size(),
          packs.size(),
          seconds,
          cells.size() / seconds,
          failed == 0 ? "" : "  " + failed + " failed");
    }
    tasks.shutdown();
    return passed;
  }

  /** The shorter of two times, of which the first includes what is done once. */
  private double trainingSeconds(TrainingPlan plan, int models) {
    List<TrainingPlan> plans = Collections.nCopies(models, plan);
    double best = Double.POSITIVE_INFINITY;
    for (int i = 0; i < 2; i++) {
      try (TrainingSession session = cuda.open(plans)) {
        long start = System.nanoTime();
        session.train(plan.steps());
        best = Math.min(best, (System.nanoTime() - start) / 1e9);
      }
    }
    return best;
  }
}
