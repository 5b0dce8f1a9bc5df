package dev.polysweep.experiment.monosemantic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.engine.Engine;
import dev.polysweep.engine.Engines;
import dev.polysweep.engine.cuda.CpuBuild;
import dev.polysweep.experiment.CellRun;
import dev.polysweep.experiment.Checkpoint;
import dev.polysweep.experiment.ConfigurationBuilder;
import dev.polysweep.experiment.monosemantic.MonosemanticConfig.Architecture;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A cell whose executor is lost goes on from its checkpoint as if nothing had happened. */
class MonosemanticCheckpointTest {

  private static final int STEPS = 60;

  /** Keeps every k-th step, as bytes, and loses the executor after so many checkpoints. */
  private static final class Fragile implements Checkpoint {
    private final int every;
    private final int lost;
    private byte[] kept;
    private int asked;
    private int saved;

    Fragile(int every, int lost, byte[] kept) {
      this.every = every;
      this.lost = lost;
      this.kept = kept;
    }

    @Override
    public boolean due() {
      return ++asked % every == 0;
    }

    @Override
    public void save(Serializable state) throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
        out.writeObject(state);
      }
      kept = bytes.toByteArray();
      if (++saved == lost) {
        throw new Lost();
      }
    }

    @Override
    public Optional<Object> load() {
      if (kept == null) {
        return Optional.empty();
      }
      try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(kept))) {
        return Optional.of(in.readObject());
      } catch (IOException | ClassNotFoundException e) {
        throw new AssertionError(e);
      }
    }
  }

  private static final class Lost extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static MonosemanticConfig config(Architecture architecture, Double targetL0) {
    MonosemanticConfig defaults = MonosemanticConfig.DEFAULTS;
    SaeSettings sae =
        ConfigurationBuilder.from(defaults.sae())
            .set("architecture", architecture)
            .set("k", 2.0)
            .set("aux_k", 8)
            .set("target_l0", targetL0)
            .set("steps", STEPS)
            .set("batch", 64)
            .set("lr", 3e-3)
            .set("lr_warmup", 5)
            .set("lr_decay", 15)
            .set("dead_window", 5)
            .set("resample_every", 17)
            .set("resample_last", 51)
            .build();
    DataSettings data =
        ConfigurationBuilder.from(defaults.data())
            .set("n_features", 32)
            .set("d_in", 24)
            .set("eval_samples", 512)
            .build();
    return new MonosemanticConfig(MonosemanticConfig.Preset.SHARKEY, data, sae);
  }

  private static CellRun<MonosemanticConfig> train(
      Engine engine, MonosemanticConfig config, Checkpoint checkpoint) {
    CellRun<MonosemanticConfig> cell = new CellRun<>(config, 3, 12, checkpoint);
    new MonosemanticExperiment().run(engine, List.of(cell));
    return cell;
  }

  private static void same(
      CellRun<MonosemanticConfig> expected, CellRun<MonosemanticConfig> actual) {
    assertEquals(expected.metrics(), actual.metrics());
    assertEquals(expected.epochs(), actual.epochs());
    assertEquals(expected.arrays().keySet(), actual.arrays().keySet());
    expected
        .arrays()
        .forEach((name, m) -> assertArrayEquals(m.data(), actual.arrays().get(name).data(), name));
  }

  /** Loses the executor after two checkpoints, and trains on with another engine. */
  private static void interrupted(MonosemanticConfig config, Engine before, Engine after) {
    CellRun<MonosemanticConfig> whole = train(Engines.named("simd"), config, Checkpoint.NONE);
    Fragile first = new Fragile(19, 2, null);
    assertThrows(Lost.class, () -> train(before, config, first));
    Fragile second = new Fragile(19, -1, first.kept);
    same(whole, train(after, config, second));
    assertEquals(22 / 19, second.saved, "steps 39 to 60 are left");
  }

  @ParameterizedTest
  @EnumSource
  void goesOnWithTheBitsOfATrainingThatWasNotInterrupted(Architecture architecture) {
    Engine simd = Engines.named("simd");
    interrupted(config(architecture, null), simd, simd);
  }

  @Test
  void goesOnWithTheControllerOfTheNumberOfActiveLatents() {
    Engine simd = Engines.named("simd");
    interrupted(config(Architecture.L1, 3.0), simd, simd);
    interrupted(config(Architecture.JUMPRELU, 3.0), simd, simd);
    interrupted(config(Architecture.GATED, 3.0), simd, simd);
  }

  private static Stream<Architecture> some() {
    return Stream.of(Architecture.BATCH_TOPK, Architecture.L1);
  }

  /** What a GPU has begun a processor ends, and the other way round. */
  @ParameterizedTest
  @MethodSource("some")
  void goesOnWithAnotherEngine(Architecture architecture) {
    Engine simd = Engines.named("simd");
    Engine cuda = CpuBuild.engine();
    MonosemanticConfig config = config(architecture, null);
    interrupted(config, cuda, simd);
    interrupted(config, simd, cuda);
  }

  /** Cells of a pack share batches, and go on from different steps. */
  @Test
  void cellsOfAPackGoOnFromTheirOwnSteps() {
    Engine simd = Engines.named("simd");
    MonosemanticConfig topK = config(Architecture.TOPK, null);
    MonosemanticConfig l1 = config(Architecture.L1, null);
    Fragile early = new Fragile(10, 1, null);
    Fragile late = new Fragile(45, 1, null);
    assertThrows(Lost.class, () -> train(simd, topK, early));
    assertThrows(Lost.class, () -> train(simd, l1, late));
    List<CellRun<MonosemanticConfig>> pack =
        List.of(
            new CellRun<>(topK, 3, 12, new Fragile(1000, -1, early.kept)),
            new CellRun<>(l1, 3, 12, new Fragile(1000, -1, late.kept)));
    new MonosemanticExperiment().run(simd, pack);
    same(train(simd, topK, Checkpoint.NONE), pack.get(0));
    same(train(simd, l1, Checkpoint.NONE), pack.get(1));
    assertTrue(pack.get(0).nanos() > 0);
  }
}
