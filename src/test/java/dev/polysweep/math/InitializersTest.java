package dev.polysweep.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.RealDistribution;
import org.apache.commons.math3.distribution.UniformRealDistribution;
import org.apache.commons.math3.stat.inference.KolmogorovSmirnovTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InitializersTest {

  @Test
  void entriesFollowTheirDistributions() {
    assertFollows(
        new UniformRealDistribution(-0.25, 0.25), Initializers.uniform(100, 90, 0.25, random(1)));
    assertFollows(
        new NormalDistribution(null, 0, 0.1), Initializers.normal(100, 90, 0.1, random(2)));
    // √2·√(2/(100 + 300)) = 0.1.
    assertFollows(
        new NormalDistribution(null, 0, 0.1),
        Initializers.xavierNormal(100, 300, Math.sqrt(2), random(3)));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "12, 8", "12, 12", "8, 12", "1, 5", "5, 1", "64, 64", "150, 40"})
  void orthogonalAlongTheShorterSide(int rows, int cols) {
    Matrix q = Initializers.orthogonal(rows, cols, 1, random(4));
    assertEquals(rows, q.rows());
    assertEquals(cols, q.cols());
    Matrix tall = rows < cols ? q.transpose() : q;
    for (int i = 0; i < tall.cols(); i++) {
      for (int j = 0; j < tall.cols(); j++) {
        double dot = 0;
        for (int k = 0; k < tall.rows(); k++) {
          dot += (double) tall.get(k, i) * tall.get(k, j);
        }
        assertEquals(i == j ? 1 : 0, dot, 1e-6, i + ", " + j);
      }
    }
  }

  @Test
  void orthogonalIsTheQOfAPositiveR() {
    // The same Gaussian matrix A = QR: R = QᵀA is upper triangular with a positive diagonal.
    Matrix a = Initializers.normal(9, 6, 1, random(5));
    Matrix q = Initializers.orthogonal(9, 6, 1, random(5));
    for (int i = 0; i < 6; i++) {
      for (int j = 0; j <= i; j++) {
        double r = 0;
        for (int k = 0; k < 9; k++) {
          r += (double) q.get(k, i) * a.get(k, j);
        }
        assertTrue(i == j ? r > 0.1 : Math.abs(r) < 1e-5, "R(" + i + ", " + j + ") = " + r);
      }
    }
  }

  @Test
  void gainScales() {
    Matrix one = Initializers.orthogonal(12, 8, 1, random(6));
    Matrix two = Initializers.orthogonal(12, 8, 2, random(6));
    for (int i = 0; i < one.data().length; i++) {
      assertEquals(2 * one.data()[i], two.data()[i]);
    }
  }

  @Test
  void orthogonalEntriesHaveTheHaarMoments() {
    // Under the uniform distribution on O(8) each entry has mean 0 and E q² = 1/8, the corner too,
    // where signs would show.
    int n = 2000;
    double corner = 0;
    double square = 0;
    for (int i = 0; i < n; i++) {
      Matrix q = Initializers.orthogonal(8, 8, 1, random(100 + i));
      corner += q.get(0, 0);
      square += (double) q.get(0, 0) * q.get(0, 0);
    }
    assertEquals(0, corner / n, 5 * Math.sqrt(1 / 8.0 / n));
    // var q² = 3/(8·10) − 1/64.
    assertEquals(1 / 8.0, square / n, 5 * Math.sqrt((3 / 80.0 - 1 / 64.0) / n));
  }

  @Test
  void unitColumnsHaveUnitNormAndZeroStaysZero() {
    Matrix unit = Initializers.unitColumns(new Matrix(2, 3, new float[] {3, 0, 0, 4, 0, -2}));
    assertArrayEquals(new float[] {0.6f, 0, 0, 0.8f, 0, -1}, unit.data());
  }

  private static RandomStream random(long seed) {
    return new RandomStream(seed, StreamId.INIT);
  }

  private static void assertFollows(RealDistribution distribution, Matrix matrix) {
    double[] values = new double[matrix.data().length];
    for (int i = 0; i < values.length; i++) {
      values[i] = matrix.data()[i];
    }
    double p = new KolmogorovSmirnovTest().kolmogorovSmirnovTest(distribution, values);
    assertTrue(p > 0.001, "KS p " + p);
  }
}
