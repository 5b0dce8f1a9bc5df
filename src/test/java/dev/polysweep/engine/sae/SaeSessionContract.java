package dev.polysweep.engine.sae;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.math.Matrix;
import dev.polysweep.math.RandomStream;
import dev.polysweep.math.StreamId;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What sessions of sparse autoencoders keep to: state, evaluation, resampling. */
public abstract class SaeSessionContract {

  /** What trains. */
  protected abstract SaeTrainer trainer();

  private SaeSession open(SaePlan plan) {
    return trainer().open(plan, 1);
  }

  @ParameterizedTest
  @MethodSource("dev.polysweep.engine.sae.SaePlans#architectures")
  void aStateGoesOnWithTheSameBits(SaeArchitecture architecture) {
    SaePlan plan = SaePlans.plan(architecture, 20, 50);
    try (SaeSession straight = open(plan);
        SaeSession resumed = open(plan)) {
      for (int step = 0; step < 4; step++) {
        straight.step(SaePlans.batch(30, 20, step));
      }
      resumed.setState(straight.state());
      for (int step = 4; step < 8; step++) {
        SaeLoss expected = straight.step(SaePlans.batch(30, 20, step));
        assertEquals(expected, resumed.step(SaePlans.batch(30, 20, step)));
      }
      assertEquals(straight.parameters().wDec(), resumed.parameters().wDec());
      assertEquals(8, resumed.steps());
    }
  }

  /** Parameters that come out are for inputs as they are: x̂ by hand equals the session's. */
  @ParameterizedTest
  @MethodSource("dev.polysweep.engine.sae.SaePlans#architectures")
  void parametersAreForTheCallersInputs(SaeArchitecture architecture) {
    SaePlan plan = SaePlans.plan(architecture, 12, 30);
    Matrix x = SaePlans.batch(25, 12, 77);
    try (SaeSession session = open(plan)) {
      for (int step = 0; step < 3; step++) {
        session.step(SaePlans.batch(40, 12, step));
      }
      SaeParameters p = session.parameters();
      Matrix codes = session.encode(x).dense();
      Matrix out = session.reconstruct(x);
      for (int s = 0; s < 25; s++) {
        for (int f = 0; f < 30; f++) {
          double z = p.bEnc()[f];
          for (int i = 0; i < 12; i++) {
            z += (x.get(s, i) - p.bDec()[i]) * (double) p.wEnc().get(i, f);
          }
          double a = codes.get(s, f);
          // A chosen activation is its pre-activation, and one above its threshold is chosen.
          assertEquals(a > 0 ? z : 0, a, 1e-5);
          if (architecture instanceof L1) {
            assertEquals(Math.max(z, 0), a, 1e-5);
          } else if (!(architecture instanceof TopK) && Math.abs(z - p.threshold()[f]) > 1e-5) {
            assertEquals(z > p.threshold()[f], a > 0);
          }
        }
        for (int i = 0; i < 12; i++) {
          double sum = p.bDec()[i];
          for (int f = 0; f < 30; f++) {
            sum += (double) codes.get(s, f) * p.wDec().get(f, i);
          }
          assertEquals(sum, out.get(s, i), 1e-5);
        }
      }
    }
  }

  @Test
  void topKKeepsTheFirstOfEqualLatents() {
    int dSae = 200;
    Matrix wEnc = new Matrix(1, dSae);
    Arrays.fill(wEnc.data(), 1);
    Matrix wDec = new Matrix(dSae, 1);
    Arrays.fill(wDec.data(), 1);
    SaeParameters equal = new SaeParameters(wEnc, new float[dSae], wDec, new float[1], null);
    for (int k : new int[] {1, 7, 64, 65, 150, 200, 300}) {
      SaePlan plan =
          new SaePlan(
              equal, new TopK(k, AuxK.NONE), SaeOptimizer.adam(1e-3), SaeResampling.NONE, 9, 1, 1);
      try (SaeSession session = open(plan)) {
        SaeCodes codes = session.encode(new Matrix(1, 1, new float[] {2}));
        assertEquals(Math.min(k, dSae), codes.entries());
        for (int j = 0; j < codes.entries(); j++) {
          assertEquals(j, codes.latent()[j]);
        }
      }
    }
  }

  @Test
  void batchTopKKeepsKTimesTheBatch() {
    SaePlan plan = SaePlans.plan(new BatchTopK(4, AuxK.NONE, 0.5), 30, 90);
    try (SaeSession session = open(plan)) {
      assertEquals(4, session.step(SaePlans.batch(101, 30, 0)).l0());
    }
  }

  /** Bricken's rule, with one input whose loss is so great that it is drawn. */
  @ParameterizedTest
  @MethodSource("dev.polysweep.engine.sae.SaePlans#architectures")
  void resamplingFollowsTheRule(SaeArchitecture architecture) {
    int dIn = 20;
    SaePlan base = SaePlans.plan(architecture, dIn, 40);
    Arrays.fill(base.initial().bEnc(), 20, 40, -50);
    SaePlan plan =
        new SaePlan(
            base.initial(),
            base.architecture(),
            SaeOptimizer.adam(1e-4),
            new SaeResampling(3, 3, 0.2),
            3,
            1,
            1);
    int dead;
    try (SaeSession session = open(plan)) {
      Matrix batch = SaePlans.batch(60, dIn, 1);
      for (int i = 0; i < dIn; i++) {
        batch.set(17, i, 1e4f * (i % 3 - 1));
      }
      session.step(SaePlans.batch(60, dIn, 0));
      SaeLoss second = session.step(SaePlans.batch(60, dIn, 0));
      assertEquals(0, second.deadLatents());
      SaeLoss third = session.step(batch);
      dead = third.deadLatents();
      assertEquals(dead, third.resampled());
      assertTrue(dead >= 1 && dead <= 20, "dead: " + dead);
      SaeState after = session.state();
      double liveNorm = 0;
      int live = 0;
      int unit = -1;
      for (int f = 0; f < 40; f++) {
        boolean forgotten = after.taken()[f] == 0;
        double norm = columnNorm(after.parameters().wEnc(), f);
        if (forgotten) {
          unit = unit < 0 ? f : unit;
          assertEquals(0, after.parameters().bEnc()[f]);
          assertEquals(0, after.silentSteps()[f]);
          for (int i = 0; i < dIn; i++) {
            assertEquals(0, after.firstMoments().wEnc().get(i, f));
            assertEquals(0, after.secondMoments().wDec().get(f, i));
          }
        } else {
          liveNorm += norm;
          live++;
        }
      }
      assertEquals(dead, 40 - live);
      double wanted = 0.2 * liveNorm / live;
      double inputNorm = 0;
      for (int i = 0; i < dIn; i++) {
        double centered = batch.get(17, i) - after.parameters().bDec()[i];
        inputNorm += centered * centered;
      }
      for (int i = 0; i < dIn; i++) {
        double direction = (batch.get(17, i) - after.parameters().bDec()[i]) / Math.sqrt(inputNorm);
        // b_dec moved by 1e-4 after the batch was centred, against inputs of 1e4.
        assertEquals(direction, after.parameters().wDec().get(unit, i), 1e-6);
        assertEquals(wanted * direction, after.parameters().wEnc().get(i, unit), 1e-5);
      }
      assertEquals(0, session.step(batch).resampled()); // 3 was the last
    }
  }

  private static double columnNorm(Matrix m, int column) {
    double square = 0;
    for (int r = 0; r < m.rows(); r++) {
      square += (double) m.get(r, column) * m.get(r, column);
    }
    return Math.sqrt(square);
  }

  /** Inputs are drawn in proportion to their squared losses. */
  @Test
  void resamplingPrefersGreatLosses() {
    int dIn = 8;
    SaePlan base = SaePlans.plan(new L1(0, 0), dIn, 4);
    Arrays.fill(base.initial().bEnc(), -1e3f);
    Arrays.fill(base.initial().bDec(), 0);
    Matrix inputs = new Matrix(2, dIn);
    inputs.set(0, 0, 1); // losses 1 and 2, chances 1/5 and 4/5
    inputs.set(1, 1, (float) Math.sqrt(2));
    int second = 0;
    for (int seed = 0; seed < 1000; seed++) {
      SaePlan plan =
          new SaePlan(
              base.initial(),
              base.architecture(),
              SaeOptimizer.adam(1e-9),
              SaeResampling.NONE,
              1,
              1,
              seed);
      try (SaeSession session = open(plan)) {
        session.step(inputs);
        assertEquals(4, session.resample(inputs));
        second += session.parameters().wDec().get(0, 1) > 0.5 ? 1 : 0;
      }
    }
    // 4.5 standard errors of a share of 0.8 in 1000
    assertEquals(800, second, 4.5 * Math.sqrt(1000 * 0.8 * 0.2));
  }

  /** Sparse features in superposition are found: a short run of each architecture. */
  @ParameterizedTest
  @MethodSource("dev.polysweep.engine.sae.SaePlans#architectures")
  void trainingLowersTheLoss(SaeArchitecture architecture) {
    SaeParameters truth = SaeParameters.random(24, 40, 99);
    SaePlan plan =
        new SaePlan(
            SaeParameters.random(24, 60, 1).withThreshold(0.05),
            architecture,
            SaeOptimizer.adam(3e-3),
            SaeResampling.NONE,
            20,
            1,
            1);
    try (SaeSession session = open(plan)) {
      double first = session.step(sparse(truth, 256, 0)).mse();
      SaeLoss last = null;
      for (int step = 1; step < 150; step++) {
        last = session.step(sparse(truth, 256, step));
      }
      assertTrue(last.mse() < 0.5 * first, first + " → " + last);
      double norm = 0;
      for (int i = 0; i < 24; i++) {
        norm += Math.pow(session.parameters().wDec().get(5, i), 2);
      }
      assertEquals(1, norm, 1e-5);
    }
  }

  private static Matrix sparse(SaeParameters truth, int rows, int step) {
    Matrix x = new Matrix(rows, truth.dIn());
    RandomStream random = new RandomStream(5, StreamId.DATA, step, 0);
    for (int s = 0; s < rows; s++) {
      for (int j = 0; j < 2; j++) {
        int f = random.nextInt(truth.dSae());
        double value = random.nextDouble(0.5, 1);
        for (int i = 0; i < truth.dIn(); i++) {
          x.set(s, i, x.get(s, i) + (float) (value * truth.wDec().get(f, i)));
        }
      }
    }
    return x;
  }

  private static List<SaeArchitecture> selectingAll() {
    return List.of(
        new L1(0, 0),
        new TopK(6, AuxK.NONE),
        new BatchTopK(6, AuxK.NONE, 0.5),
        new JumpRelu(0, 0, 0.1, 0.01),
        new ProLu(0, 0, ProLu.Gradient.STRAIGHT_THROUGH));
  }

  /** Whatever silenced a latent, bias or threshold: resampling revives it. */
  @ParameterizedTest
  @MethodSource("selectingAll")
  void aResampledLatentFiresAgain(SaeArchitecture architecture) {
    SaeParameters start = SaeParameters.random(10, 6, 1).withThreshold(0.01);
    for (int f = 0; f < 3; f++) {
      start.bEnc()[f] = -50;
      start.threshold()[f] = 50;
    }
    SaePlan plan =
        new SaePlan(start, architecture, SaeOptimizer.adam(1e-6), SaeResampling.NONE, 2, 1.0, 3);
    Matrix x = SaePlans.batch(30, 10, 5);
    try (SaeSession session = open(plan)) {
      session.step(x);
      session.step(x);
      assertEquals(3, session.resample(x));
      boolean[] fires = new boolean[6];
      for (int latent : session.encode(x).latent()) {
        fires[latent] = true;
      }
      for (int f = 0; f < 3; f++) {
        assertTrue(fires[f], architecture + ": latent " + f + " is silent");
      }
    }
  }

  /** Batches on which nothing is active leave evaluation as it was. */
  @ParameterizedTest
  @MethodSource("selectingAll")
  void aBatchThatKeepsNothingChangesNoThreshold(SaeArchitecture architecture) {
    SaeParameters start = SaeParameters.random(10, 6, 1).withThreshold(0.01);
    Arrays.fill(start.bEnc(), -0.1f);
    SaePlan plan =
        new SaePlan(start, architecture, SaeOptimizer.adam(1e-12), SaeResampling.NONE, 99, 1.0, 3);
    Matrix x = SaePlans.batch(30, 10, 5);
    try (SaeSession session = open(plan)) {
      session.step(x);
      SaeCodes before = session.encode(x);
      SaeParameters then = session.parameters();
      assertTrue(before.entries() > 0);
      for (int step = 0; step < 3; step++) {
        assertEquals(0, session.step(new Matrix(30, 10)).l0());
      }
      SaeCodes after = session.encode(x);
      assertArrayEquals(before.latent(), after.latent());
      if (then.threshold() != null) {
        assertArrayEquals(then.threshold(), session.parameters().threshold(), 1e-6f);
      }
    }
  }

  @Test
  void refusesWhatDoesNotFit() {
    SaePlan plan = SaePlans.plan(new L1(0, 0), 5, 8);
    try (SaeSession session = open(plan)) {
      assertThrows(IllegalArgumentException.class, () -> session.step(new Matrix(3, 4)));
      assertThrows(IllegalArgumentException.class, () -> session.step(new Matrix(0, 5)));
    }
  }

  /** While nothing moves, the penalty grows with its coefficient alone. */
  @Test
  void coefficientsWarmUp() {
    for (SaeArchitecture architecture : List.of(new L1(0.5, 4), new JumpRelu(0.5, 4, 0.1, 0.01))) {
      SaePlan base = SaePlans.plan(architecture, 10, 30);
      SaePlan still =
          new SaePlan(
              base.initial(), architecture, SaeOptimizer.adam(1e-12), SaeResampling.NONE, 9, 1, 1);
      try (SaeSession session = open(still)) {
        double[] penalty = new double[6];
        for (int step = 0; step < penalty.length; step++) {
          penalty[step] = session.step(SaePlans.batch(40, 10, 0)).sparsity();
        }
        double full = penalty[5];
        assertTrue(full > 0);
        assertArrayEquals(
            new double[] {full / 4, full / 2, 3 * full / 4, full, full, full},
            penalty,
            1e-6 * full);
      }
    }
  }

  /** With a gradient that stays what it is, a step of Adam is as long as the rate. */
  @Test
  void stepsAreAsLongAsTheRateSays() {
    SaePlan base = SaePlans.plan(new L1(0.05, 0), 10, 30);
    Arrays.fill(base.initial().bDec(), 0);
    SaePlan plan =
        new SaePlan(
            base.initial(),
            base.architecture(),
            SaeOptimizer.adam(1e-6).over(10, 4, 5),
            SaeResampling.NONE,
            9,
            1,
            1);
    Matrix batch = SaePlans.batch(40, 10, 0);
    double[] moved = new double[11];
    try (SaeSession session = open(plan)) {
      for (int step = 0; step < moved.length; step++) {
        float[] before = session.parameters().bDec();
        session.step(batch);
        float[] after = session.parameters().bDec();
        for (int i = 0; i < before.length; i++) {
          moved[step] += Math.abs(after[i] - before[i]) / before.length * 1e6;
        }
      }
    }
    double[] rates = {0.25, 0.5, 0.75, 1, 1, 1, 0.8, 0.6, 0.4, 0.2, 0};
    assertArrayEquals(rates, moved, 0.01);
  }

  @Test
  void rateWarmsUpAndDecays() {
    SaeOptimizer optimizer = SaeOptimizer.adam(2).over(10, 4, 5);
    double[] expected = {0.5, 1, 1.5, 2, 2, 2, 1.6, 1.2, 0.8, 0.4, 0, 0};
    double[] rates = new double[12];
    Arrays.setAll(rates, optimizer::rate);
    assertArrayEquals(expected, rates, 1e-12);
    assertEquals(2, SaeOptimizer.adam(2).rate(1_000_000));
  }
}
