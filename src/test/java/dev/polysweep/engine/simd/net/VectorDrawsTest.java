package dev.polysweep.engine.simd.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.data.TrainingData;
import dev.polysweep.engine.net.Noise;
import dev.polysweep.math.StreamId;
import java.util.Arrays;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.RealDistribution;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.distribution.UniformRealDistribution;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.apache.commons.math3.stat.descriptive.moment.Kurtosis;
import org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * Distributions of the draws. Seeds are fixed, so a test passes always or never; limits are 4.5
 * standard errors (chance of a false alarm below 1e-5) or the Kolmogorov–Smirnov limit of chance
 * 1e-4.
 */
class VectorDrawsTest {

  private static final int SAMPLES = 12_000 / 16 * 16;
  private static final int UNITS = 11;
  private static final int N = SAMPLES * UNITS;
  private static final double LIMIT = 4.5;
  private static final double SIGMA = 0.25;

  private static float[] noise(Noise.Kind kind, long seed, int step) {
    float[] out = new float[N];
    new VectorDraws().noise(new Noise(kind, SIGMA), seed, step, UNITS, 0, SAMPLES, out, SAMPLES);
    return out;
  }

  private static double[] doubles(float[] x, double factor) {
    double[] d = new double[x.length];
    Arrays.setAll(d, i -> x[i] * factor);
    return d;
  }

  private static void assertDistributed(RealDistribution distribution, double[] x) {
    double statistic = new KolmogorovSmirnovTest().kolmogorovSmirnovStatistic(distribution, x);
    // P(√n·D > 2.225) = 2·exp(−2·2.225²) = 1e-4
    assertTrue(statistic * Math.sqrt(x.length) < 2.225, () -> "D = " + statistic);
  }

  @Test
  void bipolarIsPlusOrMinusSigmaWithEqualChance() {
    float[] x = noise(Noise.Kind.BIPOLAR, 1, 0);
    int minus = 0;
    for (float v : x) {
      assertEquals((float) SIGMA, Math.abs(v));
      minus += v < 0 ? 1 : 0;
    }
    assertEquals(N / 2.0, minus, LIMIT * Math.sqrt(N) / 2);
  }

  @Test
  void gaussianIsNormal() {
    double[] x = doubles(noise(Noise.Kind.GAUSSIAN, 2, 0), 1 / SIGMA);
    assertDistributed(new NormalDistribution(), x);
    // Standard errors of mean, second moment and excess kurtosis: √(1/n), √(2/n), √(24/n).
    assertEquals(0, Arrays.stream(x).average().orElseThrow(), LIMIT / Math.sqrt(N));
    double second = Arrays.stream(x).map(v -> v * v).average().orElseThrow();
    assertEquals(1, second, LIMIT * Math.sqrt(2.0 / N));
    assertEquals(0, new Kurtosis().evaluate(x), LIMIT * Math.sqrt(24.0 / N));
  }

  @Test
  void positiveKurtosisIsStudentsT() {
    double[] x = doubles(noise(Noise.Kind.POSITIVE_KURTOSIS, 3, 0), Math.sqrt(3) / SIGMA);
    TDistribution t = new TDistribution(3);
    assertDistributed(t, x);
    for (double tail : new double[] {0.05, 0.01, 0.001}) {
      double quantile = t.inverseCumulativeProbability(1 - tail / 2);
      double beyond = Arrays.stream(x).filter(v -> Math.abs(v) > quantile).count();
      assertEquals(N * tail, beyond, LIMIT * Math.sqrt(N * tail * (1 - tail)));
    }
    assertTrue(new Kurtosis().evaluate(x) > 5);
  }

  @ParameterizedTest
  @EnumSource(value = Noise.Kind.class, names = "NONE", mode = Mode.EXCLUDE)
  void unitsSamplesStepsAndSeedsAreUncorrelated(Noise.Kind kind) {
    double[] x = ranks(noise(kind, 4, 0));
    assertUncorrelated(x, ranks(noise(kind, 4, 1)));
    assertUncorrelated(x, ranks(noise(kind, 5, 0)));
    assertUncorrelated(Arrays.copyOf(x, N - 1), Arrays.copyOfRange(x, 1, N));
    for (int other = 1; other < UNITS; other++) {
      assertUncorrelated(
          Arrays.copyOf(x, SAMPLES), Arrays.copyOfRange(x, other * SAMPLES, (other + 1) * SAMPLES));
    }
  }

  /**
   * A bounded increasing function of the draw: a correlation of heavy tails themselves has no
   * useful standard error.
   */
  private static double[] ranks(float[] x) {
    double[] d = doubles(x, 1 / SIGMA);
    Arrays.setAll(d, i -> d[i] / (1 + Math.abs(d[i])));
    return d;
  }

  private static void assertUncorrelated(double[] x, double[] y) {
    double r = new PearsonsCorrelation().correlation(x, y);
    assertEquals(0, r, LIMIT / Math.sqrt(x.length));
  }

  @Test
  void uniformsAreUniform() {
    float[] x = new float[N];
    new VectorDraws().uniforms(6, StreamId.VALUE, 3, UNITS, 0, SAMPLES, x, SAMPLES);
    for (float v : x) {
      assertTrue(v >= 0 && v < 1);
      assertEquals(0, v * 0x1p24f % 1);
    }
    assertDistributed(new UniformRealDistribution(0, 1), doubles(x, 1));
  }

  @Test
  void maskComparesWithTheProbabilityItself() {
    float[] active = new float[16];
    float[] value = new float[16];
    float[] x = new float[16];
    Arrays.fill(value, 0.5f);
    // Neighbours of 0.7 on the grid of draws; (float) 0.7 is below 0.7, (float) 0.6 is above 0.6.
    for (double p : new double[] {0, 0.6, 0.7, 1e-9, 0.5, 1}) {
      long grid = (long) (p * (1 << 24));
      for (int i = 0; i < 16; i++) {
        active[i] = Math.max(0, Math.min((1 << 24) - 1, grid - 8 + i)) * 0x1p-24f;
      }
      float threshold = new TrainingData.SparseFeatures(16, 1, p, 0).threshold();
      VectorDraws.mask(active, value, threshold, x, 0, 16);
      for (int i = 0; i < 16; i++) {
        assertEquals(active[i] < p ? 0.5f : 0f, x[i]);
      }
    }
  }
}
