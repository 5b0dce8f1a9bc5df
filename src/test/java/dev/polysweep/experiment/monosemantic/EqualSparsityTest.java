package dev.polysweep.experiment.monosemantic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.polysweep.engine.Engine;
import dev.polysweep.engine.Engines;
import dev.polysweep.experiment.CellRun;
import dev.polysweep.sweep.Cell;
import dev.polysweep.sweep.Sweep;
import dev.polysweep.sweep.file.Overrides;
import dev.polysweep.sweep.file.SweepFile;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A sweep that compares architectures at equal sparsity has it: the controller brings each to the
 * wished number of active latents. Coefficients at the start matter for that, since the controller
 * hardly acts while the number falls.
 */
class EqualSparsityTest {

  /** The bound within which the report compares errors. Seeds differ by some 0.2. */
  private static final double TENTH = 0.1;

  @Tag("full")
  @Test
  void everyArchitectureOfTheSweepEndsAtTheWishedNumberOfActiveLatents() {
    Sweep sweep = SweepFile.load(Path.of("sweeps", "sae-prolu.yaml"), new Overrides(List.of(), 1L));
    for (int i = 0; i < sweep.size(); i++) {
      Cell cell = sweep.cell(i);
      assertEquals(5, activeLatents(cell), 5 * TENTH, cell.configuration().label());
    }
  }

  private static double activeLatents(Cell cell) {
    Engine simd = Engines.named("simd");
    CellRun<MonosemanticConfig> run =
        new CellRun<>((MonosemanticConfig) cell.configuration().settings(), cell.seed(), 3000);
    new MonosemanticExperiment().run(simd, List.of(run));
    assertNull(run.divergence());
    return run.metrics().get(MonosemanticMetrics.L0);
  }
}
