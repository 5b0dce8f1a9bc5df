package dev.polysweep.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.polysweep.cli.option.GpuOption;
import dev.polysweep.engine.Device;
import dev.polysweep.engine.Engine;
import dev.polysweep.engine.Engines;
import dev.polysweep.experiment.monosemantic.SaeBenchmark;
import dev.polysweep.experiment.taming.TamingBenchmark;
import dev.polysweep.sweep.result.Provenance;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code polysweep bench}: measures how fast this machine trains, compared with the peak arithmetic
 * of its core.
 */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description =
        "Measures, on one core, cells of the taming baseline a second, and the arithmetic of its"
            + " training against the peak of fused multiply-adds measured in the same run; with"
            + " --packs, cells a second by the size of packs.")
final class BenchCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--engine",
      paramLabel = "NAME",
      defaultValue = Engines.AUTO,
      description = "Engine: ${DEFAULT-VALUE} takes the best that works.")
  private String name;

  @Option(
      names = "--packs",
      paramLabel = "N,N…",
      split = ",",
      description =
          "Instead: cells a second in packs of these sizes, on the engine or, with auto, on each that"
              + " works here. Minutes with large packs on nd4j.")
  private List<Integer> packs;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Option(
      names = "--sae",
      paramLabel = "THREADS",
      description =
          "Measure, with so many threads, training of sparse autoencoders instead: 512 → 2048, batch"
              + " 2048.")
  private Integer saeThreads;

  @Mixin private GpuOption gpu;

  @Override
  public Integer call() throws Exception {
    try (GpuOption.InUse given = gpu.use("local")) {
      return measure();
    }
  }

  private int measure() throws Exception {
    if (packs != null) {
      return comparePacks();
    }
    Engine engine = Engines.named(name);
    if (saeThreads != null) {
      return sae(engine);
    }
    OptionalDouble before = engine.peakGflops();
    TamingBenchmark measured = TamingBenchmark.of(engine);
    OptionalDouble after = engine.peakGflops();
    double peak = Math.max(before.orElse(Double.NaN), after.orElse(Double.NaN));
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(
          new ObjectMapper()
              .writerWithDefaultPrettyPrinter()
              .writeValueAsString(figures(engine, measured, peak)));
    } else {
      print(out, engine, measured, peak);
    }
    out.flush();
    return ExitCode.OK;
  }

  private int sae(Engine engine) throws Exception {
    if (saeThreads < 1) {
      throw new ParameterException(
          spec.commandLine(), "--sae takes at least 1 thread, not " + saeThreads);
    }
    PrintWriter out = spec.commandLine().getOut();
    List<SaeBenchmark> measured = SaeBenchmark.of(engine, saeThreads);
    if (json) {
      Map<String, Object> figures = machine(engine);
      figures.put("threads", saeThreads);
      figures.put("d_in", SaeBenchmark.D_IN);
      figures.put("d_sae", SaeBenchmark.D_SAE);
      figures.put("batch", SaeBenchmark.BATCH);
      measured.forEach(m -> figures.put(m.name() + "_ms", round(m.stepMs())));
      measured.forEach(m -> figures.put(m.name() + "_l0", round(m.l0())));
      out.println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(figures));
    } else {
      for (SaeBenchmark m : measured) {
        out.printf(Locale.ROOT, "%-18s %8.2f ms a step, l0 %.0f%n", m.name(), m.stepMs(), m.l0());
      }
    }
    out.flush();
    return ExitCode.OK;
  }

  private int comparePacks() throws Exception {
    if (packs.stream().anyMatch(size -> size < 1)) {
      throw new ParameterException(spec.commandLine(), "--packs: a pack has at least 1 cell");
    }
    List<Engine> engines =
        name.equals(Engines.AUTO)
            ? Engines.all().stream()
                .filter(e -> e.unavailable(Device.ofProcess()).isEmpty())
                .toList()
            : List.of(Engines.named(name));
    PrintWriter out = spec.commandLine().getOut();
    List<Map<String, Object>> figures = new ArrayList<>();
    if (!json) {
      out.println("cells/s on one core (taming baseline, everything included), by cells in a pack");
      out.println("engine" + columns(packs, "%10d"));
    }
    for (Engine engine : engines) {
      List<Double> rates = new ArrayList<>();
      for (int size : packs) {
        double rate = TamingBenchmark.cellsPerSecond(engine, size);
        rates.add(rate);
        figures.add(
            Map.of("engine", engine.name(), "pack", size, "cells_per_s_per_core", round(rate)));
      }
      if (!json) {
        out.printf(Locale.ROOT, "%-6s%s%n", engine.name(), columns(rates, "%10.2f"));
        out.flush();
      }
    }
    if (json) {
      out.println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(figures));
    }
    out.flush();
    return ExitCode.OK;
  }

  private static String columns(List<? extends Number> values, String format) {
    return values.stream()
        .map(v -> String.format(Locale.ROOT, format, v))
        .collect(Collectors.joining());
  }

  private static Map<String, Object> figures(Engine engine, TamingBenchmark measured, double peak) {
    Map<String, Object> figures = machine(engine);
    figures.put("cell_ms", round(measured.cellMs()));
    figures.put("cells_per_s_per_core", round(1000 / measured.cellMs()));
    figures.put("mlp_gflops", round(measured.mlpGflops()));
    figures.put("sae_gflops", round(measured.saeGflops()));
    if (!Double.isNaN(peak)) {
      figures.put("fma_peak_gflops", round(peak));
      figures.put("mlp_share_of_peak", round(measured.mlpGflops() / peak));
      figures.put("sae_share_of_peak", round(measured.saeGflops() / peak));
    }
    return figures;
  }

  private static Map<String, Object> machine(Engine engine) {
    Provenance here = Provenance.now(null, engine.name());
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("engine", engine.name());
    figures.put("cpu", here.cpu());
    figures.put("java", here.java());
    figures.put("version", here.version());
    figures.put("commit", here.commit());
    return figures;
  }

  private static void print(PrintWriter out, Engine engine, TamingBenchmark measured, double peak) {
    Provenance here = Provenance.now(null, engine.name());
    out.printf(Locale.ROOT, "engine    %s on %s, %s%n", engine.name(), here.cpu(), here.java());
    out.printf(
        Locale.ROOT,
        "cell      %.0f ms, %.2f cells/s a core (taming baseline, everything included)%n",
        measured.cellMs(),
        1000 / measured.cellMs());
    out.printf(Locale.ROOT, "mlp       %s%n", rate(measured.mlpGflops(), peak));
    out.printf(Locale.ROOT, "sae       %s%n", rate(measured.saeGflops(), peak));
    if (!Double.isNaN(peak)) {
      out.printf(Locale.ROOT, "fma peak  %.1f GFLOP/s%n", peak);
    }
  }

  private static String rate(double gflops, double peak) {
    String rate = String.format(Locale.ROOT, "%.1f GFLOP/s", gflops);
    return Double.isNaN(peak)
        ? rate
        : rate + String.format(Locale.ROOT, ", %.0f %% of the peak", 100 * gflops / peak);
  }

  private static double round(double value) {
    return Math.round(value * 1000) / 1000.0;
  }
}
