package dev.polysweep.engine.cuda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.engine.Engine;
import dev.polysweep.engine.Engines;
import dev.polysweep.experiment.Experiment;
import dev.polysweep.sweep.Cell;
import dev.polysweep.sweep.Experiments;
import dev.polysweep.sweep.Sweep;
import dev.polysweep.sweep.file.Overrides;
import dev.polysweep.sweep.file.SweepFile;
import dev.polysweep.sweep.plan.PackRunner;
import dev.polysweep.sweep.result.CellResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Small runs of every experiment that trains networks have equal results on both engines, bit for
 * bit: cells, epochs, events and arrays, but for the column {@code engine} and times.
 */
class CudaExperimentsTest {

  private static final String TAMING =
      """
      experiment: taming
      seeds: 2
      base: {data.samples: 333, mlp.hidden: 13, mlp.epochs: 30, sae.epochs: 20, sae.d_sae: 17, null.draws: 1000}
      configs:
        - {label: baseline}
        - {label: gelu, act: gelu, reg: l2, noise: positive_kurtosis, init: orthogonal}
        - {label: gaussian, noise: gaussian, mlp.clip_norm: 1.0, "null.method": entries}
        - {label: untied, noise: none, sae.tied: false}
      log_every: 7
      """;

  private static final String TEMPORAL =
      """
      experiment: temporal
      seeds: 1
      base: {epochs: 20, psi_interval: 10, check_interval: 10}
      configs:
        - {label: manual, policy: manual, manual: "7 orthogonal_reset 0.5, 12 noise_injection"}
        - {label: gelu, init: orthogonal, reg: l2, act: gelu, correlation_schedule: increasing}
      log_every: 5
      """;

  private static final String TOY =
      """
      experiment: toy
      seeds: 2
      base: {steps: 60, batch: 256, restarts: 3}
      configs:
        - {label: pentagon}
        - {label: linear, activation: linear, optimizer: sgd, lr: 0.01}
        - {label: wide, n_features: 37, n_hidden: 6, optimizer: adamw, weight_decay: 0.01, importance_decay: 0.9}
      log_every: 25
      """;

  @TempDir Path folder;

  private final Engine simd = Engines.named("simd");
  private final Engine cuda = CpuBuild.engine();

  @Test
  void taming() throws IOException {
    assertSame(TAMING);
  }

  @Test
  void temporal() throws IOException {
    assertSame(TEMPORAL);
  }

  @Test
  void toy() throws IOException {
    assertSame(TOY);
  }

  private void assertSame(String yaml) throws IOException {
    Sweep sweep =
        SweepFile.load(
            Files.writeString(folder.resolve("sweep.yaml"), yaml), new Overrides(List.of(), null));
    Experiment<?> experiment = Experiments.installed().named(sweep.experiment());
    List<Cell> cells = LongStream.range(0, sweep.size()).mapToObj(sweep::cell).toList();
    List<CellResult> expected = PackRunner.run(experiment, simd, cells, sweep.logEvery());
    List<CellResult> actual = PackRunner.run(experiment, cuda, cells, sweep.logEvery());
    for (int i = 0; i < expected.size(); i++) {
      CellResult a = expected.get(i);
      CellResult b = actual.get(i);
      String label = a.cell().configuration().label();
      assertEquals(CellResult.Status.OK, a.status(), () -> label + ": " + a.error());
      assertEquals("cuda", b.engine());
      assertTrue(b.wallMs() > 0, label);
      assertEquals(a.status(), b.status(), () -> label + ": " + b.error());
      assertEquals(a.metrics(), b.metrics(), label);
      assertEquals(a.epochs(), b.epochs(), label);
      assertEquals(a.events(), b.events(), label);
      assertEquals(a.arrays().size(), b.arrays().size(), label);
      for (int k = 0; k < a.arrays().size(); k++) {
        assertArrayEquals(a.arrays().get(k).data(), b.arrays().get(k).data(), label);
      }
    }
  }
}
