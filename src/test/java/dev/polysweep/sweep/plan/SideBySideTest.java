package dev.polysweep.sweep.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.engine.Engine;
import dev.polysweep.engine.Engines;
import dev.polysweep.engine.net.TrainingPlan;
import dev.polysweep.engine.net.TrainingSession;
import dev.polysweep.engine.sae.SaeTrainer;
import dev.polysweep.experiment.Experiment;
import dev.polysweep.sweep.Cell;
import dev.polysweep.sweep.Experiments;
import dev.polysweep.sweep.Sweep;
import dev.polysweep.sweep.file.SweepFile;
import dev.polysweep.sweep.result.CellResult;
import dev.polysweep.sweep.result.CellResult.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * On an engine that leaves the processor idle, the cells of a pack are measured side by side. They
 * have the results, bit for bit, that each has as a pack of its own, measured by one thread.
 */
class SideBySideTest {

  private static final String TAMING =
      """
      experiment: taming
      seeds: 2
      base: {data.samples: 120, mlp.epochs: 20, sae.epochs: 12, null.draws: 1000, psi: true}
      log_every: 6
      """;

  private static final String TEMPORAL =
      """
      experiment: temporal
      seeds: 2
      base: {epochs: 10, psi_interval: 10, check_interval: 10}
      log_every: 5
      """;

  /** One of its configurations diverges. */
  private static final String TOY =
      """
      experiment: toy
      seeds: 2
      base: {steps: 130, restarts: 3, optimizer: sgd}
      grid: {lr: [0.01, 1000]}
      log_every: 25
      """;

  /** All that a network can be asked for: a twin, single columns, activations, an autoencoder. */
  private static final String NETWORK =
      """
      experiment: network
      seeds: 2
      base:
        data: {generator: groups, samples: 200}
        widths: [8, 3, 8]
        steps: 130
        optimizer: {kind: sgd}
        sae_layer: 0
        sae: {steps: 20, batch: 32}
        keep: [weights, activations, cosine]
        "null": {draws: 1000}
        measure:
          - {metric: cka, at: logged}
          - {metric: psi, at: logged}
          - {metric: dead_units, layer: 1, at: logged}
          - {metric: macs, at: logged}
          - {metric: norm_mean, layer: 1, of: rows}
          - {metric: sparsity_w4}
      grid: {optimizer.lr: [0.01, 1000]}
      log_every: 25
      """;

  @ParameterizedTest
  @ValueSource(strings = {TAMING, TEMPORAL, TOY, NETWORK})
  void theResultsAreThoseOfCellsOnTheirOwn(String yaml) {
    Sweep sweep = SweepFile.parse(yaml, "test");
    Experiment<?> experiment = Experiments.installed().named(sweep.experiment());
    List<Cell> cells = LongStream.range(0, sweep.size()).mapToObj(sweep::cell).toList();
    List<CellResult> apart = new ArrayList<>();
    for (Cell cell : cells) {
      apart.addAll(
          PackRunner.run(experiment, Engines.named("simd"), List.of(cell), sweep.logEvery()));
    }
    Idle idle = new Idle(Engines.named("simd"));
    List<CellResult> together = PackRunner.run(experiment, idle, cells, sweep.logEvery());
    int most = idle.most.get();
    assertTrue(most >= cells.size(), "at most " + most + " cells were measured side by side");
    boolean diverges = yaml.contains("1000]");
    assertEquals(diverges, apart.stream().anyMatch(cell -> cell.status() == Status.DIVERGED));
    for (int i = 0; i < cells.size(); i++) {
      assertEquals(cells.get(i).id(), together.get(i).cell().id());
      assertSame(apart.get(i), together.get(i));
    }
  }

  private static void assertSame(CellResult a, CellResult b) {
    String label = a.cell().configuration().label() + ", seed " + a.cell().seed();
    assertTrue(a.status() != Status.FAILED, () -> label + ": " + a.error());
    assertEquals(a.status(), b.status(), label);
    assertEquals(a.error(), b.error(), label);
    assertEquals(a.metrics(), b.metrics(), label);
    assertEquals(a.epochs(), b.epochs(), label);
    assertEquals(a.events(), b.events(), label);
    assertEquals(a.arrays().size(), b.arrays().size(), label);
    for (int k = 0; k < a.arrays().size(); k++) {
      assertEquals(a.arrays().get(k).name(), b.arrays().get(k).name(), label);
      assertArrayEquals(a.arrays().get(k).data(), b.arrays().get(k).data(), label);
    }
  }

  /** An engine that trains as another does, and leaves the processor to whatever is computed. */
  private record Idle(Engine trains, AtomicInteger most) implements Engine {

    Idle(Engine trains) {
      this(trains, new AtomicInteger());
    }

    @Override
    public <T> List<T> map(int count, IntFunction<T> of) {
      most.accumulateAndGet(count, Math::max);
      return IntStream.range(0, count).parallel().mapToObj(of).toList();
    }

    @Override
    public TrainingSession open(List<TrainingPlan> plans) {
      return trains.open(plans);
    }

    @Override
    public Optional<SaeTrainer> saeTrainer() {
      return trains.saeTrainer();
    }

    @Override
    public String name() {
      return trains.name();
    }

    @Override
    public int priority() {
      return trains.priority();
    }

    @Override
    public Optional<String> unavailable() {
      return trains.unavailable();
    }
  }
}
