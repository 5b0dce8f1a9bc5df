package dev.polysweep.metric.psi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.math.RandomStream;
import dev.polysweep.math.StreamId;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ComponentsTest {

  private static double[][] points(double[][] rows) {
    double[][] x = new double[rows[0].length][TwoMeans.MOST];
    for (int i = 0; i < rows.length; i++) {
      for (int k = 0; k < rows[i].length; k++) {
        x[k][i] = rows[i][k];
      }
    }
    return x;
  }

  private static RandomStream random(int i) {
    return new RandomStream(i, StreamId.ANALYSIS);
  }

  /** Against all 2^n splits: where there are two clusters, eight starts find the best. */
  @Test
  void twoMeansFindsTheBestSplit() {
    for (int trial = 0; trial < 20; trial++) {
      RandomStream draws = new RandomStream(trial, StreamId.DATA);
      int n = 10;
      double[][] rows = new double[n][3];
      for (double[] row : rows) {
        double centre = draws.nextInt(2) * 4;
        Arrays.setAll(row, k -> (k == 0 ? centre : 0) + draws.nextGaussian());
      }
      double best = Double.POSITIVE_INFINITY;
      for (long split = 1; split < (1L << n) - 1; split++) {
        best = Math.min(best, inertia(rows, split));
      }
      long found = new TwoMeans(3).split(points(rows), n, random(trial));
      assertEquals(best, inertia(rows, found), 1e-9);
    }
  }

  private static double inertia(double[][] rows, long split) {
    double sum = 0;
    for (int c = 0; c < 2; c++) {
      double[] mean = new double[rows[0].length];
      int count = 0;
      for (int i = 0; i < rows.length; i++) {
        if ((split >>> i & 1) == c) {
          count++;
          for (int k = 0; k < mean.length; k++) {
            mean[k] += rows[i][k];
          }
        }
      }
      for (int i = 0; i < rows.length; i++) {
        for (int k = 0; k < mean.length && (split >>> i & 1) == c; k++) {
          double d = rows[i][k] - mean[k] / count;
          sum += d * d;
        }
      }
    }
    return sum;
  }

  @Test
  void pointsAtOnePlaceAreNotSplit() {
    double[][] rows = new double[64][2];
    Arrays.stream(rows).forEach(row -> Arrays.fill(row, 0.6));
    assertEquals(0, new TwoMeans(2).split(points(rows), 64, random(1)));
    assertEquals(0, new TwoMeans(2).split(points(rows), 1, random(1)));
    assertEquals(0, new Silhouette().mean(points(rows), 64, 0));
  }

  /** Two tight pairs at distance 10: a = 1, b = (10 + √101)/2 for each point. */
  @Test
  void silhouetteByHand() {
    double[][] rows = {{0, 0}, {0, 1}, {10, 0}, {10, 1}};
    double b = (10 + Math.sqrt(101)) / 2;
    assertEquals((b - 1) / b, new Silhouette().mean(points(rows), 4, 0b1100), 1e-12);
    // A point alone counts 0; the others: a is the mean over their cluster.
    double[][] three = {{0, 0}, {0, 1}, {10, 0}};
    double s0 = (10 - 1) / 10.0;
    double s1 = (Math.sqrt(101) - 1) / Math.sqrt(101);
    assertEquals((s0 + s1) / 3, new Silhouette().mean(points(three), 3, 0b100), 1e-12);
  }

  @Test
  void topSamplesAreThoseOfASort() {
    RandomStream draws = new RandomStream(5, StreamId.DATA);
    for (int trial = 0; trial < 50; trial++) {
      float[] latent = new float[300];
      for (int s = 0; s < latent.length; s++) {
        // Few values, so that there are ties.
        latent[s] = trial % 2 == 0 ? draws.nextInt(6) - 2 : (float) draws.nextGaussian();
      }
      int[] expected =
          IntStream.range(0, latent.length)
              .filter(s -> latent[s] > 0)
              .boxed()
              .sorted(
                  Comparator.comparing((Integer s) -> -latent[s])
                      .thenComparing(Comparator.naturalOrder()))
              .limit(64)
              .mapToInt(Integer::intValue)
              .sorted()
              .toArray();
      TopSamples top = new TopSamples(latent.length);
      int active = top.look(latent);
      int[] into = new int[64];
      int n = top.top(64, into);
      assertEquals(Math.min(64, active), n);
      assertArrayEquals(expected, Arrays.stream(into, 0, n).sorted().toArray());
    }
  }

  @Test
  void interferenceIsMeanAbsoluteCorrelation() {
    float[] a = {1, 2, 3, 4, 5};
    float[] b = {5, 4, 3, 2, 1};
    float[] c = {1, 0, 0, 0, 1};
    float[] constant = {2, 2, 2, 2, 2};
    assertEquals(1, LatentInterference.of(new float[][] {a, b}), 1e-12);
    assertEquals(1 / 3.0, LatentInterference.of(new float[][] {a, b, c}), 1e-12);
    assertEquals(1, LatentInterference.of(new float[][] {a, constant, b}), 1e-12);
    assertTrue(Double.isNaN(LatentInterference.of(new float[][] {a, constant})));
  }

  @Test
  void mixingCountsConcepts() {
    double[] one = {0, 3, 0, 0};
    double[] two = {1, 0, 1, -9};
    double[] all = {2, 2, 2, 2};
    double[] none = {-1, 0, 0, 0};
    assertEquals(0, ConceptMixing.of(new double[][] {one}), 1e-12);
    assertEquals(1 / 3.0, ConceptMixing.of(new double[][] {two}), 1e-12);
    assertEquals(1, ConceptMixing.of(new double[][] {all, none}), 1e-12);
    assertTrue(Double.isNaN(ConceptMixing.of(new double[][] {none})));
  }
}
