package dev.polysweep.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.math.Matrix;
import dev.polysweep.metric.geometry.AngleGaps;
import dev.polysweep.metric.geometry.FeatureGeometry;
import dev.polysweep.metric.geometry.NamedFractions;
import dev.polysweep.metric.geometry.ProjectionError;
import dev.polysweep.metric.geometry.SuperpositionPhase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ToyMetricsTest {

  /** n features of some length at equal angles, turned by some angle. */
  private static Matrix polygon(int n, double length, double turn) {
    Matrix w = new Matrix(2, n);
    for (int i = 0; i < n; i++) {
      w.set(0, i, (float) (length * Math.cos(turn + 2 * Math.PI * i / n)));
      w.set(1, i, (float) (length * Math.sin(turn + 2 * Math.PI * i / n)));
    }
    return w;
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4, 5, 8})
  void regularPolygonsHaveEqualGaps(int n) {
    AngleGaps gaps = AngleGaps.of(polygon(n, 1.1, 0.7));
    assertEquals(n, gaps.represented());
    assertEquals(360.0 / n, gaps.mean(), 1e-9);
    assertEquals(0, gaps.sd(), 1e-4);
    assertTrue(gaps.isRegularPolygon(n));
    assertFalse(gaps.isRegularPolygon(n + 1), "a feature is missing");
    assertEquals(0, AngleGaps.of(polygon(n, 0.49, 0.7)).represented());
  }

  @Test
  void unequalGapsHaveTheirSampleDeviation() {
    // Directions 0°, 90°, 180°: gaps 90, 90, 180.
    AngleGaps gaps = AngleGaps.of(new Matrix(2, 3, new float[] {1, 0, -1, 0, 1, 0}));
    assertEquals(120, gaps.mean(), 1e-9);
    assertEquals(Math.sqrt(2700), gaps.sd(), 1e-4);
    assertFalse(gaps.isRegularPolygon(3));
  }

  @Test
  void fewFeaturesHaveNoGapsToCompare() {
    assertTrue(Double.isNaN(AngleGaps.of(new Matrix(2, 3)).mean()));
    AngleGaps one = AngleGaps.of(new Matrix(2, 1, new float[] {1, 0}));
    assertEquals(360, one.mean());
    assertTrue(Double.isNaN(one.sd()));
    assertFalse(AngleGaps.of(polygon(2, 1, 0)).isRegularPolygon(2), "a pair is no polygon");
    assertThrows(IllegalArgumentException.class, () -> AngleGaps.of(new Matrix(3, 2)));
  }

  @Test
  void namedFractions() {
    assertEquals(1, NamedFractions.share(new double[] {0.5, 0.4, 0.375, 2 / 3.0, 0.75}));
    assertEquals(0.5, NamedFractions.share(new double[] {0.519, 0.521}));
    assertEquals(0, NamedFractions.share(new double[] {1, 0, 0.3}));
    assertEquals(1, NamedFractions.share(new double[] {Double.NaN, 0.5}));
    assertTrue(Double.isNaN(NamedFractions.share(new double[] {Double.NaN})));
    FeatureGeometry pentagon = FeatureGeometry.of(polygon(5, 1.2, 0));
    assertEquals(1, NamedFractions.share(pentagon.dimFracs()));
  }

  @Test
  void projectionsHaveNoError() {
    // Orthonormal rows of a 5-gon: its rows have squared length 5/2.
    Matrix projection = polygon(5, Math.sqrt(2 / 5.0), 0.3);
    assertEquals(0, ProjectionError.of(projection), 1e-6);
    assertEquals(Math.sqrt(2), ProjectionError.of(new Matrix(2, 5)), 1e-12);
    // Eigenvalues 4 and 1: distance 3.
    assertEquals(3, ProjectionError.of(new Matrix(2, 2, new float[] {2, 0, 0, 1})), 1e-12);
  }

  @ParameterizedTest
  @CsvSource({"0.2, 0.5", "0.05, 3", "1, 1", "0.5714285714285714, 1"})
  void costsAreThoseOfTheArrangements(double s, double r) {
    // Midpoint rule over both features' values, active or not.
    int n = 400;
    double superposed = 0;
    double mean = s / 2;
    double ignored = (1 - s) * mean * mean;
    for (int i = 0; i < n; i++) {
      double x = (i + 0.5) / n;
      ignored += s * (x - mean) * (x - mean) / n;
      for (int j = 0; j < n; j++) {
        double y = (j + 0.5) / n;
        double ex = Math.max(0, x - y) - x;
        double ey = Math.max(0, y - x) - y;
        superposed += s * s * (ex * ex + r * ey * ey) / n / n;
      }
    }
    assertEquals(r * ignored, SuperpositionPhase.IGNORED.cost(s, r), 1e-5);
    assertEquals(ignored, SuperpositionPhase.DEDICATED.cost(s, r), 1e-5);
    assertEquals(superposed, SuperpositionPhase.SUPERPOSED.cost(s, r), 1e-5);
  }

  @Test
  void theCheapestArrangement() {
    assertEquals(SuperpositionPhase.IGNORED, SuperpositionPhase.cheapest(0.9, 0.3));
    assertEquals(SuperpositionPhase.DEDICATED, SuperpositionPhase.cheapest(0.9, 3));
    assertEquals(SuperpositionPhase.SUPERPOSED, SuperpositionPhase.cheapest(0.05, 0.3));
    assertEquals(0, SuperpositionPhase.margin(0.9, 1), 1e-12);
    for (double r : new double[] {0.1, 0.7, 1, 4}) {
      double s = SuperpositionPhase.boundary(r);
      assertEquals(0, SuperpositionPhase.margin(s, r), 1e-9);
      assertEquals(
          SuperpositionPhase.SUPERPOSED, SuperpositionPhase.cheapest(0.99 * s, r), "sparser");
      assertFalse(SuperpositionPhase.cheapest(1.01 * s, r) == SuperpositionPhase.SUPERPOSED);
    }
  }

  @Test
  void thePhaseOfAModel() {
    assertEquals(SuperpositionPhase.IGNORED, SuperpositionPhase.of(0.5, 1));
    assertEquals(SuperpositionPhase.DEDICATED, SuperpositionPhase.of(1, 0.5));
    assertEquals(SuperpositionPhase.SUPERPOSED, SuperpositionPhase.of(1, 0.6));
  }
}
