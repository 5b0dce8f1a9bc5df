package dev.polysweep.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.UniformRealDistribution;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.apache.commons.math3.stat.inference.ChiSquareTest;
import org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest;
import org.junit.jupiter.api.Test;

/**
 * Distributions and independence. Seeds are fixed, so a threshold of p = 0.001 is passed or not for
 * good.
 */
class RandomStreamTest {

  private static final int N = 20_000;

  @Test
  void doublesAreUniform() {
    RandomStream random = new RandomStream(11, StreamId.DATA);
    double[] values = draws(random::nextDouble);
    double p =
        new KolmogorovSmirnovTest().kolmogorovSmirnovTest(new UniformRealDistribution(), values);
    assertTrue(p > 0.001, "KS p " + p);
    assertTrue(DoubleStream.of(values).allMatch(v -> v >= 0 && v < 1));
  }

  @Test
  void doublesOfARangeStayInIt() {
    RandomStream random = new RandomStream(12, StreamId.DATA);
    double[] values = draws(() -> random.nextDouble(-2, 3));
    double p =
        new KolmogorovSmirnovTest()
            .kolmogorovSmirnovTest(new UniformRealDistribution(-2, 3), values);
    assertTrue(p > 0.001, "KS p " + p);
  }

  @Test
  void gaussiansAreNormal() {
    RandomStream random = new RandomStream(13, StreamId.DATA);
    double[] values = draws(random::nextGaussian);
    double p =
        new KolmogorovSmirnovTest()
            .kolmogorovSmirnovTest(new NormalDistribution(null, 0, 1), values);
    assertTrue(p > 0.001, "KS p " + p);
    // Moments within five standard errors: var of x, x², x³, x⁴ is 1, 2, 15, 96.
    double[] expected = {0, 1, 0, 3};
    double[] variance = {1, 2, 15, 96};
    for (int k = 1; k <= 4; k++) {
      int power = k;
      double moment = DoubleStream.of(values).map(v -> Math.pow(v, power)).average().orElseThrow();
      assertEquals(expected[k - 1], moment, 5 * Math.sqrt(variance[k - 1] / N), "moment " + k);
    }
  }

  @Test
  void boundedIntsAreUniform() {
    RandomStream random = new RandomStream(14, StreamId.DATA);
    for (int bound : List.of(1, 2, 3, 7, 100)) {
      long[] counts = new long[bound];
      double[] expected = new double[bound];
      for (int i = 0; i < N; i++) {
        counts[random.nextInt(bound)]++;
      }
      Arrays.fill(expected, (double) N / bound);
      if (bound > 1) {
        double p = new ChiSquareTest().chiSquareTest(expected, counts);
        assertTrue(p > 0.001, "chi-square p " + p + " of bound " + bound);
      }
    }
  }

  @Test
  void boundedIntsRejectRatherThanWrap() {
    // A quarter of all words lies past twice this bound; taken modulo it, the low third would get
    // 0.375.
    RandomStream random = new RandomStream(15, StreamId.DATA);
    int bound = 3 << 29;
    long low = 0;
    for (int i = 0; i < N; i++) {
      low += random.nextInt(bound) < bound / 3 ? 1 : 0;
    }
    assertEquals(N / 3.0, low, 5 * Math.sqrt(N * 2 / 9.0));
    assertThrows(IllegalArgumentException.class, () -> random.nextInt(0));
  }

  @Test
  void neighbouringKeysAreIndependent() {
    double[] reference = draws(new RandomStream(1, StreamId.DATA, 0, 0)::nextGaussian);
    List<RandomStream> neighbours =
        List.of(
            new RandomStream(2, StreamId.DATA, 0, 0),
            new RandomStream(1L + (1L << 32), StreamId.DATA, 0, 0),
            new RandomStream(1, StreamId.INIT, 0, 0),
            new RandomStream(1, StreamId.DATA, 1, 0),
            new RandomStream(1, StreamId.DATA, 0, 1));
    for (RandomStream neighbour : neighbours) {
      double[] other = draws(neighbour::nextGaussian);
      double r = new PearsonsCorrelation().correlation(reference, other);
      assertEquals(0, r, 5 / Math.sqrt(N));
    }
  }

  @Test
  void successiveDrawsAreUncorrelated() {
    double[] values = draws(new RandomStream(16, StreamId.DATA)::nextGaussian);
    for (int lag = 1; lag <= 8; lag++) {
      double sum = 0;
      double squares = 0;
      for (int i = lag; i < N; i++) {
        sum += values[i] * values[i - lag];
        squares += values[i] * values[i] * values[i - lag] * values[i - lag];
      }
      assertEquals(0, sum / N, 5 / Math.sqrt(N), "lag " + lag);
      // Box and Muller's twins share a radius: that their squares do not correlate shows that it
      // cancels.
      assertEquals(1, squares / N, 5 * Math.sqrt(8.0 / N), "squares at lag " + lag);
    }
  }

  @Test
  void equalArgumentsGiveEqualSequences() {
    RandomStream a = new RandomStream(-5, StreamId.NULL, 3, 9);
    RandomStream b = new RandomStream(-5, StreamId.NULL, 3, 9);
    for (int i = 0; i < 100; i++) {
      assertEquals(a.nextGaussian(), b.nextGaussian());
      assertEquals(a.nextInt(10), b.nextInt(10));
    }
  }

  @Test
  void manyGaussiansAreThoseOfBoxAndMuller() {
    float[] drawn = new float[7];
    RandomStream random = new RandomStream(17, StreamId.NULL, 2, 5);
    random.nextInt(); // what is left of its block is not used
    random.nextGaussians(drawn);
    int[] words = new int[4];
    for (int i = 0; i < drawn.length; i++) {
      Philox.block(17, StreamId.NULL, 2, 5, 1 + i / 4, words);
      double radius = ((words[i % 4 & 2] >>> 9) + 0.5) / (1 << 23);
      double turn = ((words[(i % 4 & 2) + 1] >>> 9) + 0.5) / (1 << 23);
      double angle = 2 * Math.PI * turn;
      double expected =
          Math.sqrt(-2 * Math.log(radius)) * (i % 2 == 0 ? Math.cos(angle) : Math.sin(angle));
      // 2 ulp of logarithm and sine, half of root and product.
      assertEquals(expected, drawn[i], 4 * Math.ulp(drawn[i]), "draw " + i);
    }
  }

  @Test
  void manyGaussiansAreNormal() {
    float[] drawn = new float[N];
    new RandomStream(18, StreamId.NULL).nextGaussians(drawn);
    double[] values = IntStream.range(0, N).mapToDouble(i -> drawn[i]).toArray();
    double p =
        new KolmogorovSmirnovTest()
            .kolmogorovSmirnovTest(new NormalDistribution(null, 0, 1), values);
    assertTrue(p > 0.001, "KS p " + p);
    assertTrue(DoubleStream.of(values).allMatch(v -> v != 0 && Math.abs(v) < 5.77));
    double[] even = IntStream.range(0, N / 2).mapToDouble(i -> values[2 * i]).toArray();
    double[] odd = IntStream.range(0, N / 2).mapToDouble(i -> values[2 * i + 1]).toArray();
    assertEquals(0, new PearsonsCorrelation().correlation(even, odd), 5 / Math.sqrt(N / 2.0));
  }

  private static double[] draws(DoubleSupplier source) {
    return DoubleStream.generate(source).limit(N).toArray();
  }
}
