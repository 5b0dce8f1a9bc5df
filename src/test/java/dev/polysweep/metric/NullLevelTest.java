package dev.polysweep.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.polysweep.math.Matrix;
import dev.polysweep.metric.statistic.NullDistribution;
import dev.polysweep.metric.statistic.SampleSummary;
import dev.polysweep.metric.statistic.Stouffer;
import java.util.SplittableRandom;
import java.util.function.LongUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * How often the test of a label against its null is significant when the null is true. Each
 * repetition draws a decoder for every seed from the null, by another generator than the product's,
 * compares it with the 1 000 draws that the product has for that seed, and combines the seeds. The
 * draws of seeds 0 … n − 1 are the same in every repetition, as they are for every user.
 *
 * <p>Measured, 4 000 repetitions at nominal .05, as p_less / p_more; and how often the 95 %
 * interval of the mean z holds 0:
 *
 * <pre>
 * seeds   12×16 own draws     12×18 own draws     12×16 draws shared by all seeds
 *    10   RESULT
 * </pre>
 */
class NullLevelTest {

  private static final int DRAWS = 1000;
  private static final double NOMINAL = 0.05;

  /** Shares of the repetitions. */
  private record Level(double less, double more, double covered) {}

  @ParameterizedTest
  @CsvSource({"12, 16, 10", "12, 16, 200", "12, 18, 10", "12, 18, 200"})
  void everySeedHasItsOwnDraws(int rows, int cols, int seeds) {
    int repetitions = 1000;
    Null[] nulls = nulls(DecoderNull.ISOTROPIC, rows, cols, seeds, seed -> seed);
    assertNominal(level(nulls, repetitions), repetitions);
  }

  @ParameterizedTest
  @EnumSource
  @Tag("full")
  void aThousandSeeds(DecoderNull kind) {
    int repetitions = 4000;
    for (int cols : new int[] {16, 18}) {
      Null[] nulls = nulls(kind, 12, cols, 1000, seed -> seed);
      for (int seeds : new int[] {10, 200, 1000}) {
        Level level = level(java.util.Arrays.copyOf(nulls, seeds), repetitions);
        System.out.println(kind + " 12x" + cols + " " + seeds + " " + level);
        assertNominal(level, repetitions);
      }
    }
  }

  /** What this test is there to see: one set of draws for all seeds. */
  @Test
  void sharedDrawsWouldNotPass() {
    int repetitions = 1000;
    for (int seeds : new int[] {10, 200, 1000}) {
      Level level = level(nulls(DecoderNull.ISOTROPIC, 12, 16, seeds, seed -> 0), repetitions);
      System.out.println("shared " + seeds + level);
    }
  }

  /**
   * A share of N repetitions has a standard error of √(.05·.95/N). The draws at hand shift the
   * combined score by about N(0, 1/draws), which moves the share by .103 times that: .0033. Four of
   * both together.
   */
  private static void assertNominal(Level level, int repetitions) {
    double chance = NOMINAL * (1 - NOMINAL) / repetitions;
    double tolerance = 4 * Math.sqrt(chance + 0.103 * 0.103 / DRAWS);
    assertEquals(NOMINAL, level.less(), tolerance, "p_less of " + level);
    assertEquals(NOMINAL, level.more(), tolerance, "p_more of " + level);
    assertEquals(1 - NOMINAL, level.covered(), tolerance, "interval of " + level);
  }

  /** A seed's null and a decoder that comes from it. */
  private record Null(DecoderNull kind, Matrix decoder, NullDistribution distribution) {

    /** MACS of another decoder of this null. */
    double observed(SplittableRandom random) {
      Matrix drawn = decoder.copy();
      float[] data = drawn.data();
      if (kind == DecoderNull.ISOTROPIC) {
        fill(data, random);
      } else {
        shuffleRows(data, decoder.cols(), random);
      }
      return Macs.of(drawn);
    }
  }

  private static Null[] nulls(
      DecoderNull kind, int rows, int cols, int seeds, LongUnaryOperator keyOfSeed) {
    return IntStream.range(0, seeds)
        .parallel()
        .mapToObj(
            seed -> {
              Matrix decoder = new Matrix(rows, cols);
              fill(decoder.data(), new SplittableRandom(-1 - seed));
              long key = keyOfSeed.applyAsLong(seed);
              return new Null(kind, decoder, kind.macs(decoder, key, DRAWS));
            })
        .toArray(Null[]::new);
  }

  private static Level level(Null[] nulls, int repetitions) {
    int[][] hits =
        IntStream.range(0, repetitions)
            .parallel()
            .mapToObj(repetition -> hits(nulls, new SplittableRandom(repetition)))
            .toArray(int[][]::new);
    double[] shares =
        IntStream.range(0, 3)
            .mapToDouble(i -> IntStream.range(0, repetitions).mapToLong(r -> hits[r][i]).sum())
            .map(sum -> sum / repetitions)
            .toArray();
    return new Level(shares[0], shares[1], shares[2]);
  }

  /** Whether p_less and p_more are significant, and whether the interval of z holds 0. */
  private static int[] hits(Null[] nulls, SplittableRandom random) {
    int n = nulls.length;
    double[] less = new double[n];
    double[] more = new double[n];
    double[] z = new double[n];
    for (int i = 0; i < n; i++) {
      double observed = nulls[i].observed(random);
      less[i] = nulls[i].distribution().pLess(observed);
      more[i] = nulls[i].distribution().pMore(observed);
      z[i] = nulls[i].distribution().z(observed);
    }
    Stouffer combined = Stouffer.of(less, more);
    SampleSummary ofZ = SampleSummary.of(z);
    return new int[] {
      combined.pLess() <= NOMINAL ? 1 : 0,
      combined.pMore() <= NOMINAL ? 1 : 0,
      ofZ.ci95Low() <= 0 && 0 <= ofZ.ci95High() ? 1 : 0
    };
  }

  private static void fill(float[] data, SplittableRandom random) {
    for (int i = 0; i < data.length; i++) {
      data[i] = (float) random.nextGaussian();
    }
  }

  private static void shuffleRows(float[] data, int cols, SplittableRandom random) {
    for (int row = 0; row < data.length; row += cols) {
      for (int c = cols - 1; c > 0; c--) {
        int other = row + random.nextInt(c + 1);
        float kept = data[row + c];
        data[row + c] = data[other];
        data[other] = kept;
      }
    }
  }
}
