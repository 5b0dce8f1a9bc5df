package dev.polysweep.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.engine.net.TrainingPlan;
import dev.polysweep.engine.net.TrainingSession;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class EnginesTest {

  private static final Function<Engine, Optional<String>> ANYTHING = engine -> Optional.empty();
  private static final Engine CPU = new Stub("cpu", false, null);
  private static final Engine SIMD = Engines.named("simd");
  private static final Engine GPU = new Stub("gpu", true, null);
  private static final Engine NEW = new Stub("gpu", true, "H200 (9.0) is too new");

  /** An engine for GPUs that works on none but number 3, or on none at all. */
  private record Stub(String name, boolean needsGpu, String obstacle) implements Engine {
    @Override
    public int priority() {
      return 0;
    }

    @Override
    public Optional<String> unavailable() {
      return Optional.ofNullable(obstacle);
    }

    @Override
    public Optional<String> unavailable(Device device) {
      return needsGpu && !device.equals(Device.gpu("3")) ? Optional.of("not 3") : unavailable();
    }

    @Override
    public TrainingSession open(List<TrainingPlan> plans) {
      throw new UnsupportedOperationException();
    }
  }

  @Test
  void takesTheEngineForGpusWhereThereIsOneItCanUse() {
    Engines.Choice choice = Engines.choose("auto", Device.gpu("3"), ANYTHING, List.of(GPU, CPU));
    assertEquals("gpu on GPU 3", choice.toString());
    assertFalse(choice.idlesGpu());
    assertEquals(
        "gpu", Engines.choose("gpu", Device.gpu("3"), ANYTHING, List.of(GPU, CPU)).engine().name());
  }

  @Test
  void fallsBackAndSaysWhy() {
    Engines.Choice choice = Engines.choose("auto", Device.gpu("3"), ANYTHING, List.of(NEW, CPU));
    assertEquals("cpu; GPU 3 idle; gpu: H200 (9.0) is too new", choice.toString());
    assertTrue(choice.idlesGpu());
    choice = Engines.choose("auto", Device.NONE, ANYTHING, List.of(GPU, CPU));
    assertEquals("cpu", choice.toString(), "nobody misses a GPU where there is none");
    choice = Engines.choose("auto", Device.gpu("3"), ANYTHING, List.of(CPU));
    assertTrue(choice.toString().startsWith("cpu; GPU 3 idle; no engine for GPUs is"));
    assertEquals("cpu", Engines.choose("auto", Device.NONE, ANYTHING, List.of(CPU)).toString());
  }

  @Test
  void aNamedEngineThatCannotRunIsRefusedWithTheRemedy() {
    assertEquals(
        "engine 'gpu' cannot run here: " + Device.MISSING,
        refusal("gpu", Device.NONE, List.of(GPU, CPU)));
    assertEquals(
        "engine 'gpu' cannot run here: H200 (9.0) is too new",
        refusal("gpu", Device.gpu("3"), List.of(NEW, CPU)));
    assertEquals(
        "no engine 'tpu'; there are auto, gpu, cpu",
        refusal("tpu", Device.gpu("3"), List.of(GPU, CPU)));
    assertEquals(
        "no engine can run here: gpu: not 3", refusal("auto", Device.gpu("4"), List.of(GPU)));
    assertTrue(Device.MISSING.contains("spark.executor.resource.gpu.amount=1"));
    assertTrue(Device.MISSING.contains("--gpu 0"));
  }

  @Test
  void enginesWithTheSameBitsGoOnWithEachOthersCells() {
    assertEquals(Set.of("cuda", "simd"), Engines.withSameBits("simd"));
    assertEquals(Set.of("cuda", "simd"), Engines.withSameBits("cuda"));
    assertEquals(Set.of("nd4j"), Engines.withSameBits("nd4j"));
  }

  @Test
  void gpusAreLookedForOnlyWhereAnEngineForThemCanDoTheWork() {
    assertTrue(Engines.mayUseGpu("auto", ANYTHING));
    assertTrue(Engines.mayUseGpu("cuda", ANYTHING));
    assertFalse(Engines.mayUseGpu("simd", ANYTHING));
    assertTrue(Engines.mayUseGpu("auto", Engines::saeObstacle));
    assertFalse(Engines.mayUseGpu("nd4j", Engines::saeObstacle));
  }

  /** nd4j has no autoencoders, so it is passed over, and refused by name with what can. */
  @Test
  void workThatAnEngineCannotDoIsAskedForBeforeARun() {
    assertEquals("simd", Engines.named("simd", Engines::saeObstacle).name());
    assertEquals(
        "engine 'nd4j' cannot run this: it does not train sparse autoencoders; --engine simd does",
        assertThrows(
                EngineUnavailableException.class,
                () -> Engines.requireAble("nd4j", Engines::saeObstacle))
            .getMessage());
    Engines.requireAble("auto", Engines::saeObstacle);
    Engines.Choice choice =
        Engines.choose("auto", Device.gpu("3"), Engines::saeObstacle, List.of(GPU, SIMD));
    assertEquals(
        "simd; GPU 3 idle; gpu: it does not train sparse autoencoders; --engine simd does",
        choice.toString());
  }

  private static String refusal(String name, Device device, List<Engine> engines) {
    return assertThrows(
            EngineUnavailableException.class, () -> Engines.choose(name, device, ANYTHING, engines))
        .getMessage();
  }
}
