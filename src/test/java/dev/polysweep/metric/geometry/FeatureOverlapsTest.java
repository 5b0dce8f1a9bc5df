package dev.polysweep.metric.geometry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.math.Matrix;
import dev.polysweep.metric.dictionary.Macs;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The walk over pairs gives what the metrics that it serves give one by one. */
class FeatureOverlapsTest {

  // Sizes around the block of cosines that is summed at a time.
  @ParameterizedTest
  @CsvSource({"1, 1", "2, 5", "20, 50", "3, 1023", "3, 1024", "2, 1025", "7, 2100"})
  void agreesWithThePlainMetrics(int hidden, int features) {
    Matrix w = new Matrix(hidden, features);
    Random random = new Random(hidden * 10_007L + features);
    for (int i = 0; i < w.data().length; i++) {
      w.data()[i] = (float) random.nextGaussian();
    }
    FeatureGeometry geometry = FeatureGeometry.of(w);
    for (double threshold : new double[] {0, 0.5, 0.9, 1}) {
      FeatureOverlaps overlaps = FeatureOverlaps.of(w, threshold);
      assertArrayEquals(geometry.norms(), overlaps.norms());
      assertArrayEquals(geometry.dimFracs(), overlaps.dimFracs(), 1e-12);
      assertArrayEquals(geometry.meanInterference(), overlaps.meanInterference(), 1e-12);
      assertEquals(Macs.of(w), overlaps.macs(), 1e-12);
      assertEquals(clusters(w, threshold), overlaps.clusters());
      assertEquals(geometry.superpositionScore(), (double) overlaps.represented() / hidden, 1e-15);
      assertEquals(
          hidden / geometry.dimensionsPerFeature(), overlaps.frobeniusSquared(), 1e-9 * features);
      for (int i = 0; i < features; i++) {
        assertEquals(nearest(w, i), overlaps.nearest()[i]);
      }
    }
  }

  /** Connected components, found by walking from each feature to those that it overlaps with. */
  private static List<List<Integer>> clusters(Matrix w, double threshold) {
    UnitColumns unit = UnitColumns.of(w);
    int n = unit.count();
    boolean[] placed = new boolean[n];
    List<List<Integer>> clusters = new ArrayList<>();
    for (int first = 0; first < n; first++) {
      if (placed[first]) {
        continue;
      }
      List<Integer> members = new ArrayList<>(List.of(first));
      placed[first] = true;
      for (int next = 0; next < members.size(); next++) {
        for (int j = 0; j < n; j++) {
          double cosine = unit.cosine(members.get(next), j);
          if (!placed[j] && cosine * cosine > threshold) {
            placed[j] = true;
            members.add(j);
          }
        }
      }
      Collections.sort(members);
      clusters.add(members);
    }
    return clusters;
  }

  private static int nearest(Matrix w, int feature) {
    UnitColumns unit = UnitColumns.of(w);
    int nearest = -1;
    double largest = 0;
    for (int j = 0; j < unit.count(); j++) {
      double cosine = Math.abs(unit.cosine(feature, j));
      if (j != feature && cosine > largest + 1e-6) {
        nearest = j;
        largest = cosine;
      }
    }
    return nearest;
  }

  @Test
  void epsilonOutweighsTinyFeatures() {
    // ‖w‖ = 0.01: ‖w‖⁴ = 1e-8 = ε, so d_eff is half of D_i = 1.
    FeatureOverlaps tiny = FeatureOverlaps.of(new Matrix(1, 1, new float[] {0.01f}), 0.5);
    assertEquals(0.5, tiny.effectiveDimensions()[0], 1e-6);
    assertEquals(1, tiny.dimFracs()[0], 1e-5);
  }

  @Test
  void zeroFeatureIsUndefinedAndAlone() {
    FeatureOverlaps overlaps =
        FeatureOverlaps.of(new Matrix(2, 3, new float[] {0, 1, 0, 0, 0, -2}), 0.5);
    assertTrue(Double.isNaN(overlaps.dimFracs()[0]));
    assertEquals(0, overlaps.effectiveDimensions()[0]);
    assertEquals(-1, overlaps.nearest()[0]);
    assertEquals(0, overlaps.nearestCosine()[1]);
    assertEquals(List.of(List.of(0), List.of(1), List.of(2)), overlaps.clusters());
    FeatureOverlaps zero = FeatureOverlaps.of(new Matrix(2, 2), 0.5);
    assertEquals(0, zero.represented());
    assertEquals(0, zero.frobeniusSquared());
  }

  @Test
  void nearestOfAnAntipodalPair() {
    FeatureOverlaps overlaps =
        FeatureOverlaps.of(new Matrix(2, 3, new float[] {1, -3, 0.6f, 0, 0, 0.8f}), 0.5);
    assertArrayEquals(new int[] {1, 0, 0}, overlaps.nearest());
    assertArrayEquals(new double[] {-1, -1, 0.6}, overlaps.nearestCosine(), 1e-6);
  }
}
