package dev.polysweep.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.math.RandomStream;
import dev.polysweep.math.StreamId;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Ground-truth features; limits are 4.5 standard errors. */
class SyntheticDictionaryTest {

  private static final int SAMPLES = 20_000;

  /** How often each feature, and each pair, is active. */
  private static long[][] together(Firing firing) {
    int n = firing.features();
    long[][] counts = new long[n][n];
    int[] active = new int[n];
    for (int s = 0; s < SAMPLES; s++) {
      int size = firing.draw(new RandomStream(3, StreamId.TRUTH_SAMPLE, 0, s), active);
      for (int a = 0; a < size; a++) {
        assertTrue(a == 0 || active[a] > active[a - 1], "ascending");
        for (int b = 0; b < size; b++) {
          counts[active[a]][active[b]]++;
        }
      }
    }
    return counts;
  }

  private static void near(double probability, long count, String what) {
    double sd = Math.sqrt(SAMPLES * probability * (1 - probability));
    assertEquals(SAMPLES * probability, count, 4.5 * sd + 1, what);
  }

  @Test
  void correlatedFeaturesFireAsOftenAsAskedFor() {
    CorrelatedFiring firing = new CorrelatedFiring(60, 4, 0.95, 0.6, 1);
    long[][] counts = together(firing);
    double sum = 0;
    for (int i = 0; i < 60; i++) {
      near(firing.probability(i), counts[i][i], "feature " + i);
      assertEquals(firing.probability(0) * Math.pow(0.95, i), firing.probability(i), 1e-12);
      sum += firing.probability(i);
    }
    assertEquals(4, sum, 1e-9);
  }

  /** E Φ(z_i)·Φ(z_j) = ¼ + arcsin(cor/2)/2π for Gaussian z with unit variances. */
  @Test
  void pairsFireTogetherAsTheirCorrelationSays() {
    CorrelatedFiring firing = new CorrelatedFiring(20, 6, 1, 0.9, 1);
    long[][] counts = together(firing);
    double strongest = 0;
    for (int i = 0; i < 20; i++) {
      for (int j = 0; j < i; j++) {
        double r = firing.correlation(i, j);
        strongest = Math.max(strongest, r);
        double both = 0.25 + Math.asin(r / 2) / (2 * Math.PI);
        near(
            4 * firing.probability(i) * firing.probability(j) * both,
            counts[i][j],
            i + " with " + j);
      }
    }
    assertTrue(strongest > 0.3, "a pair that the test can tell from an independent one");
  }

  /** What is left out where nothing depends on it must not change a sample. */
  @Test
  void noCorrelationIsTheLimitOfALittle() {
    Firing none = new CorrelatedFiring(40, 5, 0.98, 0, 1);
    Firing little = new CorrelatedFiring(40, 5, 0.98, 1e-200, 1);
    for (int s = 0; s < 200; s++) {
      RandomStream random = new RandomStream(3, StreamId.TRUTH_SAMPLE, 1, s);
      RandomStream same = new RandomStream(3, StreamId.TRUTH_SAMPLE, 1, s);
      int[] active = new int[40];
      int[] others = new int[40];
      assertEquals(little.draw(same, others), none.draw(random, active));
      assertArrayEquals(others, active);
      assertEquals(same.nextDouble(), random.nextDouble(), "the numbers of what comes next");
    }
  }

  @Test
  void childrenFireOnlyWithTheirParentsAndNotWithSiblings() {
    HierarchicalFiring firing = new HierarchicalFiring(70, 10, 3, 0.6, 0.8, 5);
    long[][] counts = together(firing);
    double mean = 0;
    for (int i = 0; i < 70; i++) {
      mean += (double) counts[i][i] / SAMPLES;
      if (firing.parent(i) >= 0) {
        assertEquals(counts[i][i], counts[i][firing.parent(i)], "parent of " + i);
        for (int j = 0; j < i; j++) {
          if (firing.parent(j) == firing.parent(i)) {
            assertEquals(0, counts[i][j], "siblings " + i + ", " + j);
          }
        }
      } else {
        near(firing.rootProbability(i), counts[i][i], "root " + i);
        assertEquals(
            firing.rootProbability(0) * Math.pow(i + 1, -0.8), firing.rootProbability(i), 1e-12);
      }
    }
    assertEquals(5, mean, 0.1);
  }

  @Test
  void samplesAreWhatTheirCoefficientsMake() {
    SyntheticDictionary truth =
        new SyntheticDictionary(new CorrelatedFiring(30, 3, 0.99, 0.5, 4), 12, 0.2, 0.9, 4);
    SparseSamples samples = truth.samples(7, 50);
    for (int f = 0; f < 30; f++) {
      double square = 0;
      for (int i = 0; i < 12; i++) {
        square += Math.pow(truth.features().get(f, i), 2);
      }
      assertEquals(1, square, 1e-6);
    }
    for (int s = 0; s < 50; s++) {
      double[] x = new double[12];
      for (int j = samples.start()[s]; j < samples.start()[s + 1]; j++) {
        float c = samples.value()[j];
        assertTrue(c >= 0.2f && c <= 0.9f);
        for (int i = 0; i < 12; i++) {
          x[i] += c * truth.features().get(samples.feature()[j], i);
        }
      }
      for (int i = 0; i < 12; i++) {
        assertEquals(x[i], samples.x().get(s, i), 1e-5);
      }
    }
  }

  @Test
  void aSampleDependsOnItsNumberAlone() {
    SyntheticDictionary truth =
        new SyntheticDictionary(new CorrelatedFiring(30, 3, 0.99, 0.5, 4), 12, 0, 1, 4);
    assertEquals(truth.samples(2, 40).x().rows(0, 15), truth.samples(2, 15).x());
    assertTrue(!truth.samples(2, 15).x().equals(truth.samples(3, 15).x()));
    assertArrayEquals(
        Arrays.copyOf(truth.samples(2, 40).feature(), 10),
        Arrays.copyOf(truth.samples(2, 15).feature(), 10));
  }

  @Test
  void refusesMoreThanCanFire() {
    assertThrows(IllegalArgumentException.class, () -> new CorrelatedFiring(10, 5.1, 1, 0.5, 1));
    assertThrows(IllegalArgumentException.class, () -> new HierarchicalFiring(10, 4, 2, 0.5, 1, 5));
  }
}
