package dev.polysweep.engine.sae;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.engine.Engines;
import dev.polysweep.engine.sae.SaeConstraints.Decoder;
import dev.polysweep.engine.sae.SaeConstraints.Frozen;
import dev.polysweep.math.Matrix;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every architecture and every constraint of weights keeps to: losses and gradients are those
 * of plain loops, bits do not depend on threads, a state goes on as if nothing had happened, and
 * what is exported does the same as what was trained.
 */
public abstract class ArchitectureContract {

  private static final BatchTopK BATCH = new BatchTopK(3.5, new AuxK(3, 0.5, true), 0.2);
  private static final List<Double> WIDTHS = List.of(0.2, 0.5);

  private static Matryoshka nested(boolean detached, boolean sorted, boolean byLevel) {
    return new Matryoshka(BATCH, WIDTHS, Matryoshka.Widths.FIXED, 0.7, detached, sorted, byLevel);
  }

  private static final Matryoshka PLAIN =
      new Matryoshka(BATCH, List.of(), Matryoshka.Widths.FIXED, 1, false, false, false);

  /** An architecture with constraints of weights each. */
  public static Stream<Arguments> all() {
    SaeConstraints unit = SaeConstraints.NONE;
    SaeConstraints rescaled = SaeConstraints.of(Decoder.RESCALED, 0);
    SaeConstraints free = SaeConstraints.of(Decoder.FREE, 0);
    SaeConstraints tied = new SaeConstraints(Decoder.UNIT, true, Frozen.NONE, -1, 0, 0);
    SaeConstraints tiedFree = new SaeConstraints(Decoder.FREE, true, Frozen.NONE, -1, 0, 0);
    SaeConstraints tiedRescaled = new SaeConstraints(Decoder.RESCALED, true, Frozen.NONE, -1, 0, 0);
    SaeConstraints apart = new SaeConstraints(Decoder.RESCALED, false, Frozen.NONE, -1, 0.3, 0);
    List<Arguments> cases = new ArrayList<>();
    for (SaeConstraints how : List.of(unit, rescaled, free, tied, apart)) {
      cases.add(Arguments.of(new L1(0.05, 0), how));
      cases.add(Arguments.of(BATCH, how));
    }
    cases.add(Arguments.of(new TopK(4, new AuxK(3, 0.1)), rescaled));
    cases.add(Arguments.of(new BatchTopK(2, 5, 10, AuxK.NONE, 0.1), unit));
    cases.add(Arguments.of(nested(false, false, false), unit));
    cases.add(Arguments.of(nested(false, false, true), rescaled));
    cases.add(Arguments.of(nested(true, true, true), rescaled));
    cases.add(
        Arguments.of(
            new Matryoshka(BATCH, WIDTHS, Matryoshka.Widths.DRAWN, 1, false, false, false), unit));
    cases.add(Arguments.of(new Lista(PLAIN, 1, 0.3, 0), unit));
    cases.add(Arguments.of(new Lista(PLAIN, 2, 0.3, 0.5), rescaled));
    cases.add(Arguments.of(new Lista(nested(true, true, false), 1, 0.3, 0.1), rescaled));
    cases.add(Arguments.of(new Lista(nested(false, false, true), 1, 0.3, 0), tiedRescaled));
    for (ProLu.Gradient gradient : ProLu.Gradient.values()) {
      cases.add(Arguments.of(new ProLu(0.05, 0, gradient), unit));
      cases.add(Arguments.of(new ProLu(0.05, 0, gradient), free));
    }
    cases.add(Arguments.of(new PAnneal(0.05, 0, 0.4, 1, 6, 3), unit));
    cases.add(Arguments.of(new PAnneal(0.05, 0, 0.4, 1, 6, 3), rescaled));
    for (SaeConstraints how : List.of(unit, rescaled, free, tied)) {
      cases.add(Arguments.of(new Gated(0.05, 0), how));
      cases.add(Arguments.of(new JumpRelu(0.05, 0, 0.5, 0.4), how));
    }
    cases.add(Arguments.of(new MatchingPursuit(4), tied));
    cases.add(Arguments.of(new MatchingPursuit(3), tiedFree));
    return cases.stream();
  }

  /** A plan whose latents partly die at once; its gradients are its first moments where β₁ is 0. */
  public static SaePlan plan(
      SaeArchitecture architecture, SaeConstraints constraints, int dIn, int dSae, double beta1) {
    SaeParameters initial = SaePlans.plan(new TopK(1, AuxK.NONE), dIn, dSae).initial();
    if (architecture.separatesMagnitudes()) {
      initial = initial.withThresholds(magnitudes(dSae));
    } else if (!architecture.learnsThresholds()) {
      initial = initial.withThresholds(null);
    }
    if (!architecture.trainsBias()) {
      Arrays.fill(initial.bEnc(), 0);
    }
    if (constraints.decoder() != Decoder.UNIT) {
      initial = initial.withDecoderNorm(0.6);
      for (int f = 0; f < dSae; f++) { // norms that differ
        for (int i = 0; i < dIn; i++) {
          initial.wDec().set(f, i, initial.wDec().get(f, i) * (1 + 0.03f * (f % 7)));
        }
      }
    }
    return new SaePlan(
        initial,
        architecture,
        new SaeOptimizer(beta1 == 0 ? 1e-12 : 2e-3, beta1, 0.999, 1e-8, 100, 0, 0),
        SaeResampling.NONE,
        2,
        architecture.iteration().summed() ? 1 : 1.25, // SAELens's pursuit has no scale of inputs
        3,
        constraints,
        null);
  }

  /** r_mag and b_mag that differ, so that some latents with an open gate say nothing. */
  private static float[] magnitudes(int dSae) {
    float[] magnitudes = new float[2 * dSae];
    for (int f = 0; f < dSae; f++) {
      magnitudes[f] = 0.1f * (f % 5 - 2);
      magnitudes[dSae + f] = 0.2f * (f % 3 - 1);
    }
    return magnitudes;
  }

  /** What trains. */
  protected abstract SaeTrainer trainer();

  private SaeSession open(SaePlan plan, int threads) {
    return trainer().open(plan, threads);
  }

  /**
   * With β₁ = 0 Adam's first moments are the gradient. The step is the fourth on one batch and the
   * rate is tiny, so that latents are dead by then and frequencies are known. Rounding in single
   * precision: 2e-5 of the loss, and of a gradient 1e-4 of the largest.
   */
  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("all")
  void lossesAndGradientsAreThoseOfPlainLoops(
      SaeArchitecture architecture, SaeConstraints constraints) {
    int dIn = 7;
    int dSae = 15;
    SaePlan plan = plan(architecture, constraints, dIn, dSae, 0);
    Matrix x = SaePlans.batch(11, dIn, 1);
    try (SaeSession session = open(plan, 1)) {
      for (int step = 0; step < 3; step++) {
        session.step(x);
      }
      PlainSae plain = new PlainSae(plan, session.state(), x);
      SaeLoss loss = session.step(x);
      double expected = plain.loss();
      assertEquals(expected, loss.total(), 2e-5 * expected, "loss");
      SaeParameters moments = session.state().firstMoments();
      double[] grad = new double[plain.parameters.length];
      Arrays.setAll(grad, plain::derivative);
      for (int f = 0; f < dSae && constraints.decoder() == Decoder.UNIT; f++) {
        project(plain, grad, f, dIn);
      }
      double largest = Arrays.stream(grad).map(Math::abs).max().orElseThrow();
      double near = 1e-4 * largest;
      for (int f = 0; f < dSae; f++) {
        for (int i = 0; i < dIn; i++) {
          assertEquals(grad[plain.dec(f, i)], moments.wDec().get(f, i), near, "W_dec " + f);
          if (!constraints.tied()) {
            assertEquals(grad[plain.enc(f, i)], moments.wEnc().get(i, f), near, "W_enc " + f);
          }
        }
        if (architecture.trainsBias()) {
          assertEquals(grad[plain.bEnc(f)], moments.bEnc()[f], near, "b_enc " + f);
        }
        for (int row = 0; row < architecture.trainedThresholds(); row++) {
          float moment = moments.threshold()[row * dSae + f];
          assertEquals(grad[plain.magnitude(row, f)], moment, near, "θ or magnitude " + f);
        }
      }
      for (int i = 0; i < dIn; i++) {
        assertEquals(grad[plain.bDec(i)], moments.bDec()[i], near, "b_dec " + i);
      }
    }
  }

  private static void project(PlainSae plain, double[] grad, int f, int dIn) {
    double along = 0;
    for (int i = 0; i < dIn; i++) {
      along += grad[plain.dec(f, i)] * plain.parameters[plain.dec(f, i)];
    }
    for (int i = 0; i < dIn; i++) {
      grad[plain.dec(f, i)] -= along * plain.parameters[plain.dec(f, i)];
    }
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("all")
  void bitsDoNotDependOnThreadsAndAStateGoesOn(
      SaeArchitecture architecture, SaeConstraints constraints) {
    SaeConstraints clipped =
        new SaeConstraints(
            constraints.decoder(),
            constraints.tied(),
            constraints.frozen(),
            constraints.leastCosine(),
            constraints.orthogonality(),
            1);
    SaePlan plan = plan(architecture, clipped, 20, 70, 0.9);
    Matrix x = SaePlans.batch(101, 20, 50);
    try (SaeSession one = open(plan, 1);
        SaeSession many = open(plan, 5);
        SaeSession resumed = open(plan, 2)) {
      for (int step = 0; step < 6; step++) {
        Matrix batch = SaePlans.batch(103, 20, step);
        if (step == 3) {
          resumed.setState(one.state());
        }
        SaeLoss loss = one.step(batch);
        assertEquals(loss, many.step(batch));
        if (step >= 3) {
          assertEquals(loss, resumed.step(batch));
        }
      }
      for (SaeSession other : List.of(many, resumed)) {
        SaeParameters a = one.parameters();
        SaeParameters b = other.parameters();
        assertEquals(a.wEnc(), b.wEnc());
        assertEquals(a.wDec(), b.wDec());
        assertArrayEquals(a.bEnc(), b.bEnc());
        assertArrayEquals(a.bDec(), b.bDec());
        assertArrayEquals(one.encode(x).value(), other.encode(x).value());
        assertArrayEquals(one.encodeBatch(x).latent(), other.encodeBatch(x).latent());
      }
    }
  }

  /** The trained autoencoder, and what SAELens's format keeps of it, encode as the session does. */
  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("all")
  void theExportDoesTheSame(
      SaeArchitecture architecture, SaeConstraints constraints, @TempDir Path folder)
      throws Exception {
    SaePlan plan = plan(architecture, constraints, 12, 30, 0.9);
    Matrix x = SaePlans.batch(60, 12, 9);
    try (SaeSession session = open(plan, 1)) {
      for (int step = 0; step < 5; step++) {
        session.step(SaePlans.batch(64, 12, step));
      }
      SaeCodes codes = session.encode(x);
      TrainedSae trained = architecture.trained(session.parameters());
      same(codes, session.decode(codes), trained, x);
      if (trained.iteration().rounds() > 1 && !trained.iteration().summed()) {
        assertThrows(
            UnsupportedOperationException.class,
            () -> SaeLensFolder.write(folder, trained, Map.of()));
      } else {
        SaeLensFolder.write(folder, trained, Map.of());
        same(codes, session.decode(codes), SaeLensFolder.read(folder), x);
      }
    }
  }

  /** Activations differ by rounding; one at its threshold may be active on one side only. */
  private static void same(SaeCodes codes, Matrix decoded, TrainedSae sae, Matrix x) {
    try (TrainedEncoder encoder = sae.encoder(Engines.saeTrainer("simd"), 1)) {
      SaeCodes other = encoder.encode(x);
      float[] expected = codes.dense().data();
      float[] actual = other.dense().data();
      int different = 0;
      for (int j = 0; j < expected.length; j++) {
        different += Math.abs(expected[j] - actual[j]) > 1e-4f ? 1 : 0;
      }
      assertTrue(different <= 2, different + " activations differ");
      if (different == 0) {
        assertArrayEquals(decoded.data(), sae.decode(other).data(), 1e-3f);
      }
    }
  }

  /** The bias's gradient of ProLU, which is no derivative. */
  @Test
  void proLuGivesItsBiasTheGradientThatItSays() {
    for (ProLu.Gradient gradient : ProLu.Gradient.values()) {
      ActiveLatents latents = new ActiveLatents(1);
      latents.reserve(1);
      latents.act[0] = 2;
      latents.gate[0] = 2;
      latents.grad[0] = 0.5f;
      new ProLu(1, 0, gradient).gate(latents, 1, 0.1f, new float[1]);
      boolean relu = gradient == ProLu.Gradient.RELU;
      assertEquals(relu ? 0.6 : 0.6 + 1.2, latents.grad[0], 1e-6);
      assertEquals(relu ? -0.6 : -1.2, latents.gate[0], 1e-6); // of θ = −b
    }
  }

  /** With each new p the penalty's mean stays what it was. */
  @Test
  void annealingKeepsThePenalty() {
    PAnneal start = new PAnneal(0.2, 0, 0.5, 2, 8, 3);
    SaePlan plan = plan(start, SaeConstraints.NONE, 10, 30, 0);
    Matrix x = SaePlans.batch(40, 10, 1);
    try (SaeSession session = open(plan, 1)) {
      double first = session.step(x).sparsity();
      for (int step = 1; step < 12; step++) {
        assertEquals(first, session.step(x).sparsity(), 1e-4 * first, "step " + step);
      }
      double[] memory = session.state().memory();
      assertEquals(0.5, start.at(11, memory).p(), 1e-12);
      assertEquals(0.75, start.at(5, memory).p(), 1e-12);
      assertEquals(1, start.at(4, memory).p(), 1e-12);
    }
  }

  /** Of 20 000 draws a share √(m/(d_sae − 1)) is at most m, within 4 standard errors. */
  @Test
  void drawnWidthsKeepToTheirLaw() {
    int dSae = 65;
    int draws = 20_000;
    Matryoshka one =
        new Matryoshka(BATCH, List.of(0.5), Matryoshka.Widths.DRAWN, 1, false, false, false);
    Matryoshka all =
        new Matryoshka(
            BATCH, List.of(0.1, 0.2, 0.5), Matryoshka.Widths.DRAWN, 1, false, false, false);
    int[] atMost = new int[dSae];
    for (int step = 0; step < draws; step++) {
      int[] level = one.nesting(step, 3, new double[dSae]).level();
      int width = (int) Arrays.stream(level).filter(l -> l == 0).count();
      assertTrue(width >= 1 && width < dSae, "width " + width);
      atMost[width]++;
      int levels = all.nesting(step, 3, new double[dSae]).levels();
      assertEquals(4, levels, "different widths, and the whole");
    }
    for (int m = 1, n = 0; m < dSae; m++) {
      n += atMost[m];
      double share = Math.sqrt((double) m / (dSae - 1));
      assertEquals(share, (double) n / draws, 4 * Math.sqrt(share * (1 - share) / draws) + 1e-9);
    }
  }

  @Test
  void frozenWeightsAreNotResampled() {
    SaeConstraints frozen = new SaeConstraints(Decoder.UNIT, false, Frozen.DECODER, -1, 0, 0);
    SaePlan plan = plan(new TopK(4, AuxK.NONE), frozen, 12, 30, 0.9);
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                new SaePlan(
                    plan.initial(),
                    plan.architecture(),
                    plan.optimizer(),
                    new SaeResampling(2, 10, 0.2),
                    2,
                    1,
                    3,
                    frozen,
                    null));
    assertEquals("frozen weights cannot be resampled", refused.getMessage());
  }

  @Test
  void frozenWeightsStayAndHeldOnesStayNear() {
    for (Frozen frozen : List.of(Frozen.ENCODER, Frozen.DECODER)) {
      SaeConstraints how = new SaeConstraints(Decoder.UNIT, false, frozen, -1, 0, 1);
      SaePlan plan = plan(new TopK(4, AuxK.NONE), how, 12, 30, 0.9);
      try (SaeSession session = open(plan, 1)) {
        SaeParameters before = session.state().parameters();
        for (int step = 0; step < 5; step++) {
          session.step(SaePlans.batch(64, 12, step));
        }
        SaeParameters after = session.state().parameters();
        assertEquals(frozen == Frozen.ENCODER, before.wEnc().equals(after.wEnc()));
        assertEquals(frozen == Frozen.ENCODER, Arrays.equals(before.bEnc(), after.bEnc()));
        assertEquals(frozen == Frozen.DECODER, before.wDec().equals(after.wDec()));
      }
    }
    SaeConstraints held = new SaeConstraints(Decoder.UNIT, false, Frozen.NONE, 0.95, 0, 0);
    SaePlan plan = plan(new TopK(4, AuxK.NONE), held, 12, 30, 0.9);
    double least = 1;
    try (SaeSession session = open(plan, 1)) {
      SaeParameters before = session.state().parameters();
      for (int step = 0; step < 400; step++) {
        session.step(SaePlans.batch(64, 12, step));
      }
      SaeParameters after = session.state().parameters();
      for (int f = 0; f < 30; f++) {
        double cosine = 0;
        for (int i = 0; i < 12; i++) {
          cosine += (double) before.wDec().get(f, i) * after.wDec().get(f, i);
        }
        least = Math.min(least, cosine);
      }
    }
    assertEquals(0.95, least, 1e-4);
  }

  /** The coefficient rises while too many latents are active, and falls while too few are. */
  @Test
  void theControllerSteersTheCoefficient() {
    SaePlan base = plan(new L1(0.01, 0), SaeConstraints.NONE, 12, 40, 0.9);
    for (double target : new double[] {4, 30}) {
      SaePlan steered =
          new SaePlan(
              base.initial(),
              base.architecture(),
              base.optimizer(),
              SaeResampling.NONE,
              100,
              1,
              3,
              SaeConstraints.NONE,
              new SaeTarget(target, 3, 1e-2));
      try (SaeSession session = open(steered, 1)) {
        double before = session.step(SaePlans.batch(256, 12, 0)).l0();
        for (int step = 1; step < 20; step++) {
          session.step(SaePlans.batch(256, 12, 0));
          double factor = session.state().control().factor();
          assertEquals(step < 3, factor == 1);
          assertEquals(step >= 3 && before > target, factor > 1, before + " of " + target);
        }
      }
    }
  }
}
