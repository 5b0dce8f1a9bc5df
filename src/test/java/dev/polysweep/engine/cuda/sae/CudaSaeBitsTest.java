package dev.polysweep.engine.cuda.sae;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.polysweep.engine.Engine;
import dev.polysweep.engine.Engines;
import dev.polysweep.engine.cuda.CpuBuild;
import dev.polysweep.engine.cuda.gpu.Accelerator;
import dev.polysweep.engine.sae.ArchitectureContract;
import dev.polysweep.engine.sae.AuxK;
import dev.polysweep.engine.sae.BatchTopK;
import dev.polysweep.engine.sae.Gated;
import dev.polysweep.engine.sae.JumpRelu;
import dev.polysweep.engine.sae.L1;
import dev.polysweep.engine.sae.ProLu;
import dev.polysweep.engine.sae.SaeArchitecture;
import dev.polysweep.engine.sae.SaeCodes;
import dev.polysweep.engine.sae.SaeConstraints;
import dev.polysweep.engine.sae.SaeConstraints.Decoder;
import dev.polysweep.engine.sae.SaeConstraints.Frozen;
import dev.polysweep.engine.sae.SaeLoss;
import dev.polysweep.engine.sae.SaePlan;
import dev.polysweep.engine.sae.SaePlans;
import dev.polysweep.engine.sae.SaeResampling;
import dev.polysweep.engine.sae.SaeSession;
import dev.polysweep.engine.sae.SaeState;
import dev.polysweep.engine.sae.TopK;
import dev.polysweep.math.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Autoencoders of the device have the bits of the SIMD engine's, after every step. */
class CudaSaeBitsTest {

  static Stream<Arguments> all() {
    SaeConstraints unit = SaeConstraints.NONE;
    SaeConstraints rescaled = SaeConstraints.of(Decoder.RESCALED, 0);
    SaeConstraints clipped = SaeConstraints.of(Decoder.UNIT, 0.05);
    SaeConstraints held = new SaeConstraints(Decoder.UNIT, false, Frozen.NONE, 0.999, 0, 0);
    SaeConstraints tied = new SaeConstraints(Decoder.UNIT, true, Frozen.NONE, -1, 0, 0);
    SaeConstraints encoder = new SaeConstraints(Decoder.FREE, false, Frozen.ENCODER, -1, 0, 0.1);
    List<Arguments> cases = new ArrayList<>();
    for (SaeArchitecture architecture :
        List.of(
            new L1(0.05, 3),
            new TopK(4, new AuxK(3, 1.0 / 32)),
            new TopK(40, AuxK.NONE),
            new BatchTopK(4, 6, 3, new AuxK(5, 1.0 / 32, true), 0.2),
            new JumpRelu(0.02, 3, 0.5, 0.4),
            new ProLu(0.02, 2, ProLu.Gradient.RELU),
            new ProLu(0.02, 2, ProLu.Gradient.STRAIGHT_THROUGH))) {
      cases.add(Arguments.of(architecture, unit));
      cases.add(Arguments.of(architecture, rescaled));
    }
    cases.add(Arguments.of(new L1(0.05, 3), clipped));
    cases.add(Arguments.of(new JumpRelu(0.02, 3, 0.5, 0.4), clipped));
    cases.add(Arguments.of(new Gated(0.02, 2), clipped));
    cases.add(Arguments.of(new L1(0.05, 3), held));
    cases.add(Arguments.of(new L1(0.05, 3), tied));
    cases.add(Arguments.of(new L1(0.05, 3), encoder));
    for (double clip : new double[] {0, 0.05}) {
      SaeConstraints decoder = new SaeConstraints(Decoder.FREE, false, Frozen.DECODER, -1, 0, clip);
      cases.add(Arguments.of(new L1(0.05, 3), decoder));
    }
    return Stream.concat(cases.stream(), ArchitectureContract.all());
  }

  static SaePlan plan(SaeArchitecture architecture, SaeConstraints how, int dIn, int dSae) {
    SaePlan base = ArchitectureContract.plan(architecture, how, dIn, dSae, 0.9);
    return new SaePlan(
        base.initial(),
        architecture,
        base.optimizer().over(12, 4, 3),
        how.frozen() == Frozen.NONE ? new SaeResampling(3, 6, 0.2) : SaeResampling.NONE,
        2,
        base.inputScale(),
        5,
        how,
        null);
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("all")
  void bitsAreThoseOfTheSimdEngine(SaeArchitecture architecture, SaeConstraints how) {
    compare(CpuBuild.engine(), plan(architecture, how, 40, 70), 103, 7);
  }

  /** However the work is divided. */
  @Test
  void bitsDoNotDependOnTilesAndThreads() {
    CpuBuild.require();
    Accelerator gpu = new CpuBuild(CpuBuild.H100);
    SaePlan plan = plan(new TopK(4, AuxK.NONE), SaeConstraints.NONE, 70, 150);
    for (SaeTiling tiling : SaeTiling.values()) {
      SaeTuning other = new SaeTuning(tiling, 128, 32, 96);
      compare((p, threads) -> new CudaSaeSession(gpu, p, other), plan, 40, 3);
    }
  }

  /**
   * Steps that nobody waits for are those that somebody does, and one that diverged is not lost.
   */
  @Test
  void stepsMayOverlap() {
    SaePlan plan = plan(new TopK(4, new AuxK(3, 1.0 / 32)), SaeConstraints.NONE, 40, 70);
    try (SaeSession expected = Engines.saeTrainer("simd").open(plan, 1);
        SaeSession actual = CpuBuild.engine().saeTrainer().orElseThrow().open(plan, 1)) {
      int answered = 0;
      for (int step = 0; step < 8; step++) {
        Matrix x = SaePlans.batch(step % 3 == 2 ? 20 : 50, 40, step);
        SaeLoss loss = expected.step(x);
        Optional<SaeLoss> own = actual.advance(x);
        own.ifPresent(there -> assertEquals(loss, there));
        answered += own.isPresent() ? 1 : 0;
        same(expected.state(), actual.state(), "step " + step);
      }
      assertEquals(2, answered, "steps that resampled, and so had to wait");
      Matrix x = SaePlans.batch(50, 40, 9);
      Matrix broken = SaePlans.batch(50, 40, 9);
      broken.data()[7] = Float.NaN;
      actual.advance(broken);
      assertFalse(Double.isFinite(actual.step(x).total()));
    }
  }

  static void compare(Engine engine, SaePlan plan, int rows, int steps) {
    compare(engine.saeTrainer().orElseThrow()::open, plan, rows, steps);
  }

  private static void compare(
      BiFunction<SaePlan, Integer, SaeSession> open, SaePlan plan, int rows, int steps) {
    int dIn = plan.dIn();
    try (SaeSession expected = Engines.saeTrainer("simd").open(plan, 1);
        SaeSession actual = open.apply(plan, 1)) {
      for (int step = 0; step < steps; step++) {
        Matrix x = SaePlans.batch(step % 3 == 2 ? rows / 2 : rows, dIn, step);
        assertEquals(expected.step(x), actual.step(x), "step " + step);
        same(expected.state(), actual.state(), "step " + step);
      }
      Matrix x = SaePlans.batch(rows / 2, dIn, 50);
      SaeCodes codes = expected.encode(x);
      same(codes, actual.encode(x));
      same(expected.encodeBatch(x), actual.encodeBatch(x));
      assertEquals(expected.decode(codes), actual.decode(codes));
      assertEquals(expected.parameters().wEnc(), actual.parameters().wEnc());
    }
  }

  private static void same(SaeCodes a, SaeCodes b) {
    assertArrayEquals(a.start(), b.start());
    assertArrayEquals(a.latent(), b.latent());
    assertArrayEquals(a.value(), b.value());
  }

  private static void same(SaeState a, SaeState b, String when) {
    assertArrayEquals(a.silentSteps(), b.silentSteps(), when);
    assertArrayEquals(a.taken(), b.taken(), when);
    assertArrayEquals(a.frequency(), b.frequency(), when);
    assertArrayEquals(a.memory(), b.memory(), when);
    assertEquals(a.parameters().wDec(), b.parameters().wDec(), when + ": W_dec");
    assertEquals(a.parameters().wEnc(), b.parameters().wEnc(), when + ": W_enc");
    assertArrayEquals(a.parameters().bEnc(), b.parameters().bEnc(), when + ": b_enc");
    assertArrayEquals(a.parameters().bDec(), b.parameters().bDec(), when + ": b_dec");
    assertArrayEquals(a.parameters().threshold(), b.parameters().threshold(), when + ": θ");
    assertEquals(a.secondMoments().wDec(), b.secondMoments().wDec(), when + ": moments");
  }
}
