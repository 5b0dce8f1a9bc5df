package dev.polysweep.metric.dictionary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.math.Initializers;
import dev.polysweep.math.Matrix;
import dev.polysweep.math.RandomStream;
import dev.polysweep.math.StreamId;
import dev.polysweep.metric.geometry.CosineOverlap;
import dev.polysweep.metric.statistic.NullDistribution;
import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.UniformRealDistribution;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.apache.commons.math3.stat.inference.ChiSquareTest;
import org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The nulls have width, are what they say, and give uniform p-values to decoders that are random.
 */
class DecoderNullTest {

  private static final int DRAWS = 1000;

  /** Heavy-tailed, so that shuffling entries is another null than uniform directions. */
  private static final Matrix DECODER = decoder();

  @ParameterizedTest
  @EnumSource
  void decodersDrawnFromTheNullAreIndistinguishableFromItsDraws(DecoderNull kind) {
    NullDistribution distribution = kind.macs(DECODER, 7, DRAWS);
    assertTrue(distribution.sd() > 1e-3, "sd " + distribution.sd());
    double[] fresh = macs(i -> fresh(kind, i));
    double p = new KolmogorovSmirnovTest().kolmogorovSmirnovTest(distribution.sorted(), fresh);
    assertTrue(p > 0.01, "KS p " + p);
  }

  @ParameterizedTest
  @EnumSource
  void decodersDrawnFromTheNullHaveUniformP(DecoderNull kind) {
    NullDistribution distribution = kind.macs(DECODER, 7, 10 * DRAWS);
    double[] fresh = macs(i -> fresh(kind, i));
    UniformRealDistribution uniform = new UniformRealDistribution(0, 1);
    KolmogorovSmirnovTest ks = new KolmogorovSmirnovTest();
    double[] more = Arrays.stream(fresh).map(distribution::pMore).toArray();
    double[] less = Arrays.stream(fresh).map(distribution::pLess).toArray();
    assertTrue(ks.kolmogorovSmirnovTest(uniform, more) > 0.01, "pMore");
    assertTrue(ks.kolmogorovSmirnovTest(uniform, less) > 0.01, "pLess");
  }

  @Test
  void theTwoNullsDiffer() {
    double p =
        new KolmogorovSmirnovTest()
            .kolmogorovSmirnovTest(
                DecoderNull.ISOTROPIC.macs(DECODER, 7, DRAWS).sorted(),
                DecoderNull.ENTRIES.macs(DECODER, 7, DRAWS).sorted());
    assertTrue(p < 1e-6, "KS p " + p);
  }

  @Test
  void isotropicDirectionsHaveTheSphereMoments() {
    // On the sphere in 12 dimensions cos has mean square 1/12 and E cos⁴ = 3/(12·14); 120 000 pairs
    // a power.
    double square = 0;
    double fourth = 0;
    long pairs = 0;
    for (int i = 0; i < DRAWS; i++) {
      Matrix overlap = CosineOverlap.of(DecoderNull.ISOTROPIC.draw(DECODER, 0, i));
      for (int a = 0; a < 16; a++) {
        for (int b = a + 1; b < 16; b++) {
          double cosine = overlap.get(a, b);
          square += cosine * cosine;
          fourth += cosine * cosine * cosine * cosine;
          pairs++;
        }
      }
    }
    // Five standard errors: sd(cos²) = √(3/168 − 1/144), sd(cos⁴) ≈ 0.036.
    assertEquals(1 / 12.0, square / pairs, 5 * Math.sqrt(3 / 168.0 - 1 / 144.0) / Math.sqrt(pairs));
    assertEquals(3 / 168.0, fourth / pairs, 5 * 0.036 / Math.sqrt(pairs));
  }

  @Test
  void isotropicDependsOnSeedAndShapeAlone() {
    NullDistribution one = DecoderNull.ISOTROPIC.macs(DECODER, 1, DRAWS);
    assertSame(one, DecoderNull.ISOTROPIC.macs(new Matrix(12, 16), 1, DRAWS));
    assertNotEquals(one.mean(), DecoderNull.ISOTROPIC.macs(new Matrix(16, 12), 1, DRAWS).mean());
    assertNotEquals(one.mean(), DecoderNull.ISOTROPIC.macs(DECODER, 2, DRAWS).mean());
  }

  /** Draws are computed side by side, and each has the bits that it has by itself. */
  @ParameterizedTest
  @CsvSource({"12, 16, 1000", "5, 3, 1003", "1, 2, 129", "7, 1, 128", "64, 64, 130"})
  void isotropicDrawsSideBySideAreThoseOfEachAlone(int rows, int cols, int draws) {
    Matrix shape = new Matrix(rows, cols);
    double[] together = DecoderNull.ISOTROPIC.macsOfDraws(shape, -9, draws);
    assertEquals(draws, together.length);
    for (int i = 0; i < draws; i++) {
      assertEquals(Macs.of(DecoderNull.ISOTROPIC.draw(shape, -9, i)), together[i], 0, "draw " + i);
    }
  }

  @Test
  void whatIsPreparedIsNotComputedAgain() {
    DecoderNull.ISOTROPIC.prepare(12, 16, 77, DRAWS);
    long held = NullCache.held();
    DecoderNull.ISOTROPIC.macs(DECODER, 77, DRAWS);
    assertEquals(held, NullCache.held());
  }

  @ParameterizedTest
  @EnumSource
  void drawsOfDifferentSeedsAreIndependent(DecoderNull kind) {
    double[] reference = macs(i -> kind.draw(DECODER, 1, i));
    for (long seed : new long[] {0, 2, 1L + (1L << 32), -1}) {
      double[] other = macs(i -> kind.draw(DECODER, seed, i));
      double r = new PearsonsCorrelation().correlation(reference, other);
      assertEquals(0, r, 4 / Math.sqrt(DRAWS), "seed " + seed);
    }
  }

  @Test
  void entriesKeepEachRowAndDependOnTheSeed() {
    Matrix drawn = DecoderNull.ENTRIES.draw(DECODER, 3, 5);
    assertNotEquals(DECODER, drawn);
    for (int r = 0; r < 12; r++) {
      float[] before = DECODER.rows(r, r + 1).data();
      float[] after = drawn.rows(r, r + 1).data();
      Arrays.sort(before);
      Arrays.sort(after);
      assertTrue(Arrays.equals(before, after), "row " + r);
    }
    assertEquals(drawn, DecoderNull.ENTRIES.draw(DECODER, 3, 5));
    assertNotEquals(drawn, DecoderNull.ENTRIES.draw(DECODER, 4, 5));
  }

  @Test
  void entriesAreShuffledUniformly() {
    Matrix numbered = new Matrix(2, 6, new float[] {0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5});
    int draws = 6000;
    long[][] landed = new long[6][6];
    long together = 0;
    for (int i = 0; i < draws; i++) {
      Matrix drawn = DecoderNull.ENTRIES.draw(numbered, 1, i);
      for (int c = 0; c < 6; c++) {
        landed[(int) drawn.get(0, c)][c]++;
        together += drawn.get(0, c) == drawn.get(1, c) ? 1 : 0;
      }
    }
    double[] expected = new double[6];
    Arrays.fill(expected, draws / 6.0);
    for (long[] counts : landed) {
      double p = new ChiSquareTest().chiSquareTest(expected, counts);
      assertTrue(p > 0.001, "chi-square p " + p);
    }
    // Rows are independent: on average one column a draw keeps its pair, with variance 1.
    assertEquals(1, (double) together / draws, 5 / Math.sqrt(draws));
  }

  @Test
  void moreDrawsExtendTheSameSequence() {
    double[] few = DecoderNull.ENTRIES.macs(DECODER, 3, DRAWS).sorted();
    double[] many = DecoderNull.ENTRIES.macs(DECODER, 3, DRAWS + 1).sorted();
    double last = Macs.of(DecoderNull.ENTRIES.draw(DECODER, 3, DRAWS));
    double[] together = Arrays.copyOf(few, DRAWS + 1);
    together[DRAWS] = last;
    Arrays.sort(together);
    assertTrue(Arrays.equals(together, many));
  }

  @Test
  void permutingColumnsIsNoNull() {
    RandomStream random = new RandomStream(1, StreamId.ANALYSIS);
    NullDistribution permuted = NullDistribution.of(macs(i -> columnsPermuted(random)));
    assertTrue(permuted.sd() < 1e-12, "sd " + permuted.sd());
    double observed = Macs.of(DECODER);
    assertTrue(Double.isNaN(permuted.z(observed)));
    assertTrue(Double.isNaN(permuted.calibrated(observed)));
    // All draws tie with the observed value, whatever the order of summation did to the last bits.
    assertEquals(1, permuted.pMore(observed));
    assertEquals(1, permuted.pLess(observed));
  }

  @Test
  void oneDimensionHasNoWidth() {
    assertTrue(Double.isNaN(DecoderNull.ISOTROPIC.macs(new Matrix(1, 5), 0, DRAWS).z(0.8)));
  }

  @Test
  void tooFewDrawsAreRefused() {
    for (DecoderNull kind : DecoderNull.values()) {
      assertThrows(IllegalArgumentException.class, () -> kind.macs(DECODER, 0, 999));
    }
  }

  @Test
  void cacheIsBounded() {
    int few = (int) (NullCache.CAPACITY / 4);
    Matrix small = new Matrix(1, 2);
    NullDistribution first = DecoderNull.ISOTROPIC.macs(small, 0, few);
    for (int seed = 1; seed < 6; seed++) {
      DecoderNull.ISOTROPIC.macs(small, seed, few);
      assertTrue(NullCache.held() <= NullCache.CAPACITY, NullCache.held() + " draws");
    }
    assertNotSame(first, DecoderNull.ISOTROPIC.macs(small, 0, few));
  }

  @Test
  void cacheHoldsOneDistributionOfAnySize() {
    int many = (int) NullCache.CAPACITY + 1;
    Matrix small = new Matrix(1, 1);
    NullDistribution large = DecoderNull.ISOTROPIC.macs(small, 0, many);
    assertEquals(many, NullCache.held());
    assertSame(large, DecoderNull.ISOTROPIC.macs(small, 0, many));
    DecoderNull.ISOTROPIC.macs(small, 0, DRAWS);
    assertEquals(DRAWS, NullCache.held());
  }

  @Test
  void cacheComputesASeedAndShapeOnceForAllThreads() {
    NullDistribution[] seen =
        IntStream.range(0, 16)
            .parallel()
            .mapToObj(i -> DecoderNull.ISOTROPIC.macs(new Matrix(5, 9), 3, DRAWS))
            .toArray(NullDistribution[]::new);
    for (NullDistribution distribution : seen) {
      assertSame(seen[0], distribution);
    }
    assertNotSame(seen[0], DecoderNull.ISOTROPIC.macs(new Matrix(5, 9), 3, DRAWS + 1));
  }

  /**
   * Drawn anew: by the entries null of other seeds, and by Gaussian matrices of another generator's
   * stream.
   */
  private static Matrix fresh(DecoderNull kind, int i) {
    return kind == DecoderNull.ENTRIES
        ? kind.draw(DECODER, 1000 + i, i)
        : Initializers.normal(12, 16, 3, new RandomStream(i, StreamId.SAE_INIT));
  }

  private static double[] macs(IntFunction<Matrix> source) {
    return IntStream.range(0, DRAWS).mapToDouble(i -> Macs.of(source.apply(i))).toArray();
  }

  private static Matrix columnsPermuted(RandomStream random) {
    Matrix transposed = DECODER.transpose();
    for (int c = 15; c > 0; c--) {
      int other = random.nextInt(c + 1);
      for (int r = 0; r < 12; r++) {
        float kept = transposed.get(c, r);
        transposed.set(c, r, transposed.get(other, r));
        transposed.set(other, r, kept);
      }
    }
    return transposed.transpose();
  }

  private static Matrix decoder() {
    Matrix decoder = Initializers.normal(12, 16, 1, new RandomStream(5, StreamId.SAE_INIT));
    for (int i = 0; i < decoder.data().length; i++) {
      decoder.data()[i] *= decoder.data()[i] * decoder.data()[i];
    }
    return decoder;
  }
}
