package dev.polysweep.experiment.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.sweep.Sweep;
import dev.polysweep.sweep.file.FixedSettings;
import dev.polysweep.sweep.file.Overrides;
import dev.polysweep.sweep.file.SweepFile;
import dev.polysweep.sweep.result.CellResult;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A network that a sweep file describes is trained as fast as the same network of a named
 * experiment.
 *
 * <p>Both sides train the same bits and measure the same metrics at the same steps; sweep files are
 * read before. Each side runs in processes of its own, because in one process the compiler's
 * choices for one side decide about the other, and the sides take turns. What counts is the fastest
 * run of any process, in processor time of the thread that trains: whatever else happens on the
 * machine, or in the compiler, only ever slows a run down.
 */
@Tag("full")
class NetworkSpeedTest {

  private static final int PROCESSES = 7;
  private static final int RUNS = 20;

  /** What the fastest runs of the same work differ by on a machine that others use too. */
  private static final double NOISE = 1.05;

  /** The same networks, named and described. */
  enum Pair {
    TOY(500) {
      @Override
      List<Sweep> named() {
        return Stream.of("0.03", "0.1", "0.3")
            .map(chance -> of("toy", "steps=10000", "feature_probability=" + chance))
            .toList();
      }

      @Override
      Sweep described() {
        return load(
            "toy-model.yaml",
            "steps=10000",
            "data.samples=256", // held out, as many as a batch; the toy model has none
            "measure=[{metric: mean_interference, at: logged}, {metric: dim_fracs_mean, at: logged},"
                + " {metric: d_star, at: logged}, {metric: represented_features, at: logged},"
                + " {metric: superposition_score}, {metric: norm_mean}, {metric: dim_fracs_min},"
                + " {metric: dim_fracs_max}, {metric: named_fractions}, {metric: projection_error},"
                + " {metric: angle_gap_mean}, {metric: angle_gap_sd}, {metric: regular_polygon}]");
      }
    },

    TAMING(100) {
      @Override
      List<Sweep> named() {
        return Stream.of("random relu", "random gelu", "orthogonal relu", "orthogonal gelu")
            .map(factors -> factors.split(" "))
            .map(
                factors ->
                    of(
                        "taming",
                        "init=" + factors[0],
                        "act=" + factors[1],
                        "mlp.epochs=2000",
                        "sae.epochs=1", // it cannot do without
                        "null.draws=1000"))
            .toList();
      }

      @Override
      Sweep described() {
        return load(
            "taming-network.yaml",
            "steps=2000",
            "measure=[{metric: dead_fraction, at: logged}, {metric: l0_share, at: logged},"
                + " {metric: sparsity_w4}, {metric: dead_units}]");
      }
    };

    /** Number of steps from one logged step to the next. */
    final int logEvery;

    Pair(int logEvery) {
      this.logEvery = logEvery;
    }

    abstract List<Sweep> named();

    abstract Sweep described();

    private static Sweep of(String experiment, String... settings) {
      return FixedSettings.of(SweepFile.of(experiment, new Overrides(List.of(settings), 1L)));
    }

    private static Sweep load(String example, String... settings) {
      return FixedSettings.of(
          SweepFile.load(
              Path.of("sweeps/examples", example), new Overrides(List.of(settings), 1L)));
    }
  }

  @ParameterizedTest
  @EnumSource(Pair.class)
  void aDescribedNetworkIsAsFastAsANamedOne(Pair pair) throws Exception {
    List<Double> named = new ArrayList<>();
    List<Double> described = new ArrayList<>();
    for (int p = 0; p < PROCESSES; p++) {
      boolean first = p % 2 == 0;
      (first ? named : described).add(process(pair, first));
      (first ? described : named).add(process(pair, !first));
    }
    double ratio = Collections.min(described) / Collections.min(named);
    String seconds =
        String.format(
            Locale.ROOT,
            "%s: described over named %.3f; seconds described %s, named %s",
            pair,
            ratio,
            described,
            named);
    System.out.println(seconds);
    assertTrue(ratio < NOISE, seconds);
  }

  private static double process(Pair pair, boolean named) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(arg -> arg.startsWith("--add-")) // the compiler's options as a user has them
        .forEach(command::add);
    command.addAll(
        List.of("-XX:+UseParallelGC", "-Xmx1g", "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(NetworkSpeedTest.class.getName(), pair.name(), "" + named));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    assertEquals(0, process.waitFor(), printed);
    return Double.parseDouble(printed.strip());
  }

  /** Prints the processor time of the fastest run, in seconds. */
  public static void main(String[] args) {
    Pair pair = Pair.valueOf(args[0]);
    List<Sweep> sweeps = Boolean.parseBoolean(args[1]) ? pair.named() : List.of(pair.described());
    long fastest = Long.MAX_VALUE;
    for (int run = 0; run < RUNS; run++) {
      long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      for (Sweep sweep : sweeps) {
        for (CellResult cell : NetworkCells.trained(sweep, pair.logEvery, "simd")) {
          if (cell.status() != CellResult.Status.OK) {
            throw new IllegalStateException(cell.error());
          }
        }
      }
      fastest =
          Math.min(fastest, ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start);
    }
    System.out.println(fastest / 1e9);
  }
}
