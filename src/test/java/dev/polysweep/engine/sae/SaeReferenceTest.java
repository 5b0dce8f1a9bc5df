package dev.polysweep.engine.sae;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.engine.Engines;
import dev.polysweep.math.Matrix;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The engine's sparse autoencoders against straight loops in double precision, at sizes that hit
 * the tails of tiles, panels, strips and vectors; and those loops' gradients against central
 * differences.
 */
class SaeReferenceTest {

  static Stream<Arguments> cases() {
    int[][] sizes = {{1, 1, 1}, {3, 5, 1}, {17, 40, 50}, {64, 64, 48}, {65, 130, 97}, {130, 70, 7}};
    return SaePlans.architectures().stream()
        .flatMap(a -> Stream.of(sizes).map(s -> Arguments.of(a, s[0], s[1], s[2])));
  }

  /**
   * Losses and parameters of a short run. Tolerances: a loss is a sum of at most 130 squares in
   * float, 1e-5 of it; parameters move by at most lr·(a few) a step, and where a gradient nearly
   * cancels Adam turns its rounding into a share of that, so they may differ by a tenth of the
   * largest move.
   */
  @ParameterizedTest(name = "{0}, {1} → {2}, {3} samples")
  @MethodSource("cases")
  void agrees(SaeArchitecture architecture, int dIn, int dSae, int rows) {
    agrees(SaePlans.plan(architecture, dIn, dSae), rows);
  }

  /** The same with biases that leave most latents active, as they are early in a run. */
  @ParameterizedTest(name = "{0} → {1}, {2} samples")
  @CsvSource({"1, 1, 1", "17, 40, 50", "65, 130, 97", "130, 70, 7"})
  void agreesWhereMostLatentsAreActive(int dIn, int dSae, int rows) {
    SaePlan plan = SaePlans.plan(new L1(0.05, 3), dIn, dSae);
    java.util.Arrays.fill(plan.initial().bEnc(), 1);
    agrees(plan, rows);
  }

  private static void agrees(SaePlan plan, int rows) {
    SaeArchitecture architecture = plan.architecture();
    int dIn = plan.dIn();
    ReferenceSae reference = new ReferenceSae(plan);
    try (SaeSession session = Engines.saeTrainer("simd").open(plan, 1)) {
      for (int step = 0; step < 8; step++) {
        Matrix batch = SaePlans.batch(rows, dIn, step);
        SaeLoss loss = session.step(batch);
        reference.step(batch);
        double scale = reference.mse + reference.sparsity + 1e-3;
        assertEquals(reference.mse, loss.mse(), 2e-4 * scale, "mse of step " + step);
        assertEquals(reference.sparsity, loss.sparsity(), 2e-4 * scale, "penalty of step " + step);
        assertEquals(reference.auxLoss, loss.aux(), 2e-4 * scale, "aux of step " + step);
        assertEquals(
            java.util.Arrays.stream(reference.silent).filter(n -> n >= 2).count(),
            loss.deadLatents());
      }
      SaeParameters inside = session.state().parameters();
      double near = 8 * 1e-3 * 0.1;
      near(reference.wEnc, inside.wEnc(), near, "W_enc");
      near(reference.wDec, inside.wDec(), near, "W_dec");
      near(new double[][] {reference.bEnc}, row(inside.bEnc()), near, "b_enc");
      near(new double[][] {reference.bDec}, row(inside.bDec()), near, "b_dec");
      if (architecture instanceof JumpRelu) {
        near(new double[][] {reference.logTheta}, row(inside.threshold()), near, "log θ");
      }
    }
  }

  /** Gradients, read from Adam's first moments after one step. */
  @ParameterizedTest(name = "{0}, {1} → {2}, {3} samples")
  @MethodSource("cases")
  void gradientsAgree(SaeArchitecture architecture, int dIn, int dSae, int rows) {
    SaePlan plan = SaePlans.plan(architecture, dIn, dSae);
    ReferenceSae reference = new ReferenceSae(plan);
    Matrix batch = SaePlans.batch(rows, dIn, 0);
    reference.step(batch);
    try (SaeSession session = Engines.saeTrainer("simd").open(plan, 1)) {
      session.step(batch);
      SaeParameters moments = session.state().firstMoments();
      gradient(reference.gradWEnc, moments.wEnc(), "W_enc");
      gradient(reference.gradWDec, moments.wDec(), "W_dec");
      gradient(new double[][] {reference.gradBEnc}, row(moments.bEnc()), "b_enc");
      gradient(new double[][] {reference.gradBDec}, row(moments.bDec()), "b_dec");
      if (architecture instanceof JumpRelu) {
        gradient(new double[][] {reference.gradLogTheta}, row(moments.threshold()), "log θ");
      }
    }
  }

  private static Matrix row(float[] values) {
    return new Matrix(1, values.length, values);
  }

  /** Rounding of chains of up to 130 terms: 1e-5 of the largest gradient. */
  private static void gradient(double[][] expected, Matrix moments, String what) {
    double largest = 1e-6;
    for (double[] row : expected) {
      for (double v : row) {
        largest = Math.max(largest, Math.abs(v));
      }
    }
    for (int r = 0; r < expected.length; r++) {
      for (int c = 0; c < expected[r].length; c++) {
        assertEquals(expected[r][c], moments.get(r, c) / 0.1, 1e-5 * largest + 1e-8, what);
      }
    }
  }

  private static void near(double[][] expected, Matrix actual, double tolerance, String what) {
    for (int r = 0; r < expected.length; r++) {
      for (int c = 0; c < expected[r].length; c++) {
        assertEquals(expected[r][c], actual.get(r, c), tolerance, what + " " + r + ", " + c);
      }
    }
  }

  /**
   * The reference's gradients of encoder and biases against central differences of its loss, where
   * the chosen latents do not change; straight-through estimates have no such differences.
   */
  @ParameterizedTest(name = "{0}")
  @MethodSource("dev.polysweep.engine.sae.SaePlans#architectures")
  void referenceGradientsAreDerivatives(SaeArchitecture architecture) {
    ReferenceSae sae = new ReferenceSae(SaePlans.plan(architecture, 9, 20));
    for (int step = 0; step < 3; step++) {
      sae.step(SaePlans.batch(10, 9, step)); // so that latents are dead and AuxK acts
    }
    Matrix batch = SaePlans.batch(10, 9, 9);
    sae.forward(batch);
    sae.backward();
    boolean aux = sae.auxLoss > 0;
    assertEquals(architecture instanceof TopK, aux && !isBatch(architecture));
    for (int f = 0; f < 20; f++) {
      for (int i = 0; i < 9; i++) {
        int row = i;
        int latent = f;
        // With AuxK the residual counts as a constant, so only dead latents' own term has a
        // difference to compare with; the others' gradient is that of the rest of the loss.
        double expected =
            derivative(v -> sae.wEnc[row][latent] += v, () -> loss(sae, batch, latent));
        assertEquals(expected, sae.gradWEnc[i][f], 1e-6, "W_enc " + i + ", " + f);
      }
      int latent = f;
      double expected = derivative(v -> sae.bEnc[latent] += v, () -> loss(sae, batch, latent));
      assertEquals(expected, sae.gradBEnc[f], 1e-6, "b_enc " + f);
    }
  }

  private static boolean isBatch(SaeArchitecture architecture) {
    return architecture instanceof BatchTopK;
  }

  private static double loss(ReferenceSae sae, Matrix batch, int latent) {
    sae.forward(batch);
    double sparsity = sae.plan.architecture() instanceof JumpRelu ? 0 : sae.sparsity;
    return sae.mse + sparsity + (sae.dead()[latent] ? sae.auxLoss : 0);
  }

  interface Move {
    void by(double v);
  }

  interface Loss {
    double value();
  }

  private static double derivative(Move move, Loss loss) {
    double h = 1e-6;
    move.by(h);
    double up = loss.value();
    move.by(-2 * h);
    double down = loss.value();
    move.by(h);
    return (up - down) / (2 * h);
  }

  /** A dictionary none of whose latents ever fires stays finite, and so does an input of zeros. */
  @Test
  void deadDictionariesStayFinite() {
    for (SaeArchitecture architecture : SaePlans.architectures()) {
      SaePlan plan = SaePlans.plan(architecture, 20, 33);
      java.util.Arrays.fill(plan.initial().bEnc(), -100);
      try (SaeSession session = Engines.saeTrainer("simd").open(plan, 1)) {
        for (int step = 0; step < 5; step++) {
          SaeLoss loss = session.step(step == 4 ? new Matrix(9, 20) : SaePlans.batch(9, 20, step));
          assertTrue(Double.isFinite(loss.total()));
          assertEquals(0, loss.l0());
        }
        for (float v : session.parameters().wDec().data()) {
          assertTrue(Float.isFinite(v));
        }
        assertEquals(5, session.silentSteps()[0]);
      }
    }
  }
}
