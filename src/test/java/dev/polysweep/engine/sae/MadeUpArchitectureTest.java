package dev.polysweep.engine.sae;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.engine.Engines;
import dev.polysweep.math.Matrix;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** An architecture that lies in one file, which no engine knows, trains like any other. */
class MadeUpArchitectureTest {

  private static final int D_IN = 12;
  private static final int D_SAE = 30;
  private static final int GROUP = 5;
  private static final WinnerOfGroup ARCHITECTURE = new WinnerOfGroup(GROUP, 0.05);

  @Test
  void trainsAndEncodesByItsOwnRule() {
    SaePlan plan =
        new SaePlan(
            SaeParameters.random(D_IN, D_SAE, 7),
            ARCHITECTURE,
            SaeOptimizer.adam(3e-3),
            SaeResampling.NONE,
            100,
            1,
            3);
    Matrix x = SaePlans.batch(200, D_IN, 1);
    try (SaeSession one = Engines.saeTrainer("simd").open(plan, 1);
        SaeSession two = Engines.saeTrainer("simd").open(plan, 2)) {
      double first = one.step(x).total();
      two.step(x);
      double last = first;
      for (int step = 1; step < 200; step++) {
        last = one.step(x).total();
        two.step(x);
      }
      assertTrue(last < 0.7 * first, first + " → " + last);
      assertArrayEquals(one.parameters().wDec().data(), two.parameters().wDec().data());
      SaeCodes codes = one.encode(x);
      for (int s = 0; s < x.rows(); s++) {
        int before = -1;
        for (int e = codes.start()[s]; e < codes.start()[s + 1]; e++) {
          assertTrue(codes.value()[e] > 0);
          assertTrue(codes.latent()[e] / GROUP > before, "two winners of one group");
          before = codes.latent()[e] / GROUP;
        }
      }
      TrainedSae trained = ARCHITECTURE.trained(one.parameters());
      try (TrainedEncoder reader = trained.encoder(Engines.saeTrainer("simd"), 1)) {
        assertArrayEquals(codes.latent(), reader.encode(x).latent());
      }
    }
  }

  /**
   * The gradient of b_enc, read from Adam's first moments, against central differences of the loss,
   * for those latents whose change makes no other latent win. The loss is exact within some 1e-7 of
   * about 10, which makes 5e-4 over 2h = 0.004.
   */
  @Test
  void itsGradientIsThatOfItsLoss() {
    Matrix x = SaePlans.batch(16, D_IN, 2);
    float[] bias = new float[D_SAE];
    SaeParameters moments;
    try (SaeSession session = open(bias)) {
      session.step(x);
      moments = session.state().firstMoments();
    }
    double largest = 0;
    for (float moment : moments.bEnc()) {
      largest = Math.max(largest, Math.abs(moment) / 0.1);
    }
    int compared = 0;
    float h = 2e-3f;
    for (int f = 0; f < D_SAE; f++) {
      Forward more = forward(x, bias, f, h);
      Forward less = forward(x, bias, f, -h);
      if (Arrays.equals(more.active, less.active)) {
        double difference = (more.loss - less.loss) / (2 * h);
        assertEquals(difference, moments.bEnc()[f] / 0.1, 0.01 * largest + 1e-3, "b_enc " + f);
        compared++;
      }
    }
    assertTrue(compared > D_SAE / 2, compared + " latents were compared");
  }

  private record Forward(double loss, int[] active) {}

  private static Forward forward(Matrix x, float[] bias, int latent, float change) {
    float[] changed = Arrays.copyOf(bias, bias.length);
    changed[latent] += change;
    try (SaeSession session = open(changed)) {
      int[] active = session.encode(x).latent();
      return new Forward(session.step(x).total(), active);
    }
  }

  private static SaeSession open(float[] bias) {
    SaeParameters start = SaeParameters.random(D_IN, D_SAE, 7);
    System.arraycopy(bias, 0, start.bEnc(), 0, bias.length);
    return Engines.saeTrainer("simd")
        .open(
            new SaePlan(
                start, ARCHITECTURE, SaeOptimizer.adam(1e-3), SaeResampling.NONE, 100, 1, 3),
            1);
  }
}
