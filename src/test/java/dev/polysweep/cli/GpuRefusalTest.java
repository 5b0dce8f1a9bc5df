package dev.polysweep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.ShortLife;
import dev.polysweep.engine.Device;
import dev.polysweep.engine.Engines;
import dev.polysweep.engine.FakeGpuEngine;
import dev.polysweep.experiment.taming.TamingExperiment;
import dev.polysweep.sweep.Cell;
import dev.polysweep.sweep.Sweep;
import dev.polysweep.sweep.file.SweepBuilder;
import dev.polysweep.sweep.plan.PackRunner;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** GPUs asked for where none can be given, and packs that do not fit, as a user meets them. */
class GpuRefusalTest {

  @TempDir Path folder;

  @Test
  void gpusAreNotDealtOutWithinOneProcess() {
    Path out = folder.resolve("out");
    Child.Ended ended =
        Child.run(
            List.of(
                ShortLife.NOTHING_TRAINED,
                "-Dspark.executor.resource.gpu.amount=1",
                "-Dspark.task.resource.gpu.amount=0.5"),
            "run",
            "--experiment",
            "taming",
            "--master",
            "local[2]",
            "--out",
            out.toString());
    assertEquals(2, ended.code(), ended.err());
    assertEquals(1, ended.err().lines().count(), ended.err());
    assertTrue(ended.err().contains("start a Master and a Worker"), ended.err());
    assertFalse(Files.exists(out.resolve("cells")));
  }

  @Test
  void anEngineForGpusFailsAtOnceWithWhatToSet() throws IOException {
    StringWriter err = new StringWriter();
    FakeGpuEngine.installed(
        folder.resolve("engine"),
        () -> {
          CommandLine line = Polysweep.commandLine();
          line.setErr(new PrintWriter(err, true)).setOut(new PrintWriter(new StringWriter()));
          String out = folder.resolve("out").toString();
          assertEquals(
              2,
              line.execute("run", "--experiment", "taming", "--engine", "fakegpu", "--out", out));
        });
    assertEquals(
        "polysweep: engine 'fakegpu' cannot run here: " + Device.MISSING, err.toString().strip());
    assertFalse(Files.exists(folder.resolve("out")));
  }

  /** No machine has GPU 77; one without a driver says that first. */
  @Test
  void aGpuThatIsNotThereIsRefusedBeforeTheRun() {
    Path out = folder.resolve("out");
    Child.Ended ended =
        Child.run(
            List.of(ShortLife.NOTHING_TRAINED),
            "run",
            "--experiment",
            "taming",
            "--engine",
            "cuda",
            "--gpu",
            "77",
            "--out",
            out.toString());
    assertEquals(2, ended.code(), ended.err());
    assertEquals(1, ended.err().lines().count(), ended.err());
    assertTrue(ended.err().startsWith("polysweep: engine 'cuda' cannot run here: "), ended.err());
    assertFalse(Files.exists(out));
  }

  @Test
  void aClusterDealsOutItsGpusItself() {
    StringWriter err = new StringWriter();
    CommandLine line = Polysweep.commandLine();
    line.setErr(new PrintWriter(err, true)).setOut(new PrintWriter(new StringWriter()));
    assertEquals(
        2,
        line.execute(
            "run", "--experiment", "taming", "--gpu", "0", "--master", "spark://HOST:7077"));
    assertEquals(
        "polysweep: --gpu: a cluster deals out its GPUs itself, as conf/spark-gpu.conf sets it up",
        err.toString().strip());
  }

  /** nd4j trains no sparse autoencoders: one line before the run, not a failure a cell. */
  @Test
  void anEngineThatCannotTrainTheExperimentIsRefusedBeforeTheRun() {
    StringWriter err = new StringWriter();
    CommandLine line = Polysweep.commandLine();
    line.setErr(new PrintWriter(err, true)).setOut(new PrintWriter(new StringWriter()));
    String out = folder.resolve("out").toString();
    assertEquals(
        2, line.execute("run", "--experiment", "monosemantic", "--engine", "nd4j", "--out", out));
    assertEquals(
        "polysweep: engine 'nd4j' cannot run this: it does not train sparse autoencoders;"
            + " --engine simd does",
        err.toString().strip());
    assertFalse(Files.exists(folder.resolve("out")));
  }

  /** A cell's arrays take about 1 MB: 8 do not fit into 4 MB. */
  @Test
  void aPackThatDoesNotFitIsHalvedUntilItDoes() {
    Child.Ended ended = Child.of(OnePack.class, within("4m"));
    assertEquals(0, ended.code(), ended.err());
    assertEquals("OK ".repeat(8), ended.out());
  }

  /** Trains a pack of eight cells as a task of Spark does, and prints how each ended. */
  static final class OnePack {
    public static void main(String[] args) {
      Sweep sweep =
          SweepBuilder.of(new TamingExperiment())
              .seeds(8)
              .base("mlp.epochs", 2)
              .base("sae.epochs", 2)
              .build();
      List<Cell> cells = LongStream.range(0, 8).mapToObj(sweep::cell).toList();
      PackRunner.run(new TamingExperiment(), Engines.named("nd4j"), cells, 1)
          .forEach(result -> System.out.print(result.status() + " "));
    }
  }

  /** What trains is native. */
  private static List<String> within(String maxBytes) {
    return List.of(
        "-Xmx600m", ShortLife.NOTHING_TRAINED, "-Dorg.bytedeco.javacpp.maxbytes=" + maxBytes);
  }

  /** Nor does one cell fit into 300 kB. */
  @Test
  void aCellThatDoesNotFitFails() {
    Child.Ended tooSmall = onNd4j(within("300k"));
    assertEquals(1, tooSmall.code(), tooSmall.err());
    assertTrue(
        tooSmall.err().contains("exceed the limit org.bytedeco.javacpp.maxbytes"), tooSmall.err());
  }

  private Child.Ended onNd4j(List<String> jvm) {
    return Child.run(
        jvm,
        "run",
        "--experiment",
        "taming",
        "--engine",
        "nd4j",
        "--seeds",
        "8",
        "--pack",
        "8",
        "--set",
        "mlp.epochs=2",
        "--set",
        "sae.epochs=2",
        "--master",
        "local[1]",
        "--out",
        folder.resolve("out").toString());
  }
}
