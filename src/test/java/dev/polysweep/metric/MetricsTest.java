package dev.polysweep.metric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.math.Initializers;
import dev.polysweep.math.Matrix;
import dev.polysweep.math.RandomStream;
import dev.polysweep.math.StreamId;
import dev.polysweep.metric.dictionary.DeadFeatures;
import dev.polysweep.metric.dictionary.L0;
import dev.polysweep.metric.dictionary.L0Count;
import dev.polysweep.metric.dictionary.Macs;
import dev.polysweep.metric.geometry.CosineOverlap;
import dev.polysweep.metric.geometry.Interference;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What each metric must be by its definition, and at its edges. */
class MetricsTest {

  private static final Matrix X =
      Initializers.normal(50, 7, 1.3, new RandomStream(1, StreamId.DATA));
  private static final Matrix DECODER =
      Initializers.normal(12, 16, 0.4, new RandomStream(1, StreamId.INIT));

  /** Rounding of entries to float enters a cosine with 1e-7. */
  private static final double FLOAT = 1e-6;

  @Test
  void orthogonalDirectionsDoNotOverlap() {
    Matrix identity = matrix(3, 3, 2, 0, 0, 0, 5, 0, 0, 0, -1);
    assertEquals(0, Macs.of(identity), 1e-7);
    assertEquals(0, Interference.of(identity));
  }

  @Test
  void parallelDirectionsOverlapFully() {
    Matrix parallel = matrix(2, 3, 1, 2, -3, 1, 2, -3);
    assertEquals(6.0 / 9, Macs.of(parallel), 1e-7);
    assertEquals(3, Interference.of(parallel), 1e-6);
    // Importance is reused cyclically: weights 1, ½, 1 over the pairs (0,1), (0,2), (1,2).
    assertEquals(2, Interference.of(parallel, new float[] {1, 0.5f}), 1e-6);
  }

  @Test
  void zeroColumnCountsOnceOnTheDiagonal() {
    Matrix decoder = matrix(2, 2, 1, 0, 0, 0);
    assertEquals(0.25, Macs.of(decoder), 1e-7);
    assertEquals(0, CosineOverlap.of(decoder).get(1, 1));
    assertEquals(0, Interference.of(decoder));
  }

  @Test
  void macsIsTheMeanOfTheOverlapOffTheDiagonal() {
    Matrix overlap = CosineOverlap.of(DECODER);
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < 16; i++) {
      assertEquals(1, overlap.get(i, i), FLOAT);
      for (int j = 0; j < 16; j++) {
        assertEquals(overlap.get(i, j), overlap.get(j, i));
        sum += i == j ? 0 : Math.abs(overlap.get(i, j));
        squares += i < j ? (double) overlap.get(i, j) * overlap.get(i, j) : 0;
      }
    }
    assertEquals(sum / 256, Macs.of(DECODER), FLOAT);
    assertEquals(squares, Interference.of(DECODER), FLOAT * squares);
  }

  @Test
  void overlapIgnoresTheScaleOfDirections() {
    assertEquals(Macs.of(DECODER), Macs.of(scaled(DECODER, 1000)), FLOAT);
    assertEquals(Interference.of(DECODER), Interference.of(scaled(DECODER, 1000)), 1e-5);
  }

  @Test
  void emptyIsUndefined() {
    Matrix empty = new Matrix(0, 4);
    assertTrue(Double.isNaN(Macs.of(new Matrix(3, 0))));
    assertTrue(Double.isNaN(SparsityW4.of(List.of())));
    assertTrue(Double.isNaN(MeanSquaredError.of(empty, empty)));
    assertTrue(Double.isNaN(L0.of(empty)));
    assertTrue(Double.isNaN(L0Count.of(empty)));
    assertTrue(Double.isNaN(DeadFeatures.count(empty)));
    assertTrue(Double.isNaN(DeadFeatures.fraction(empty)));
    assertTrue(Double.isNaN(ExplainedVariance.of(empty, empty)));
  }

  @Test
  void sparsityW4PoolsEntries() {
    Matrix a = matrix(1, 2, 1, 2);
    Matrix b = matrix(1, 1, -3);
    assertEquals((1 + 16 + 81) / 3.0, SparsityW4.of(List.of(a, b)));
    assertEquals(
        16 * SparsityW4.of(List.of(DECODER)), SparsityW4.of(List.of(scaled(DECODER, 2))), 1e-12);
  }

  @Test
  void activityCountsPositiveValuesOnly() {
    Matrix acts = matrix(2, 4, 1, 0, -0.01f, 2, 3, 0, -5, Float.NaN);
    assertEquals(3.0 / 8, L0.of(acts));
    assertEquals(1.5, L0Count.of(acts));
    assertEquals(2, DeadFeatures.count(acts));
    assertEquals(0.5, DeadFeatures.fraction(acts));
  }

  @Test
  void explainedVarianceOfTheMeanIsZeroAndOfTheTruthOne() {
    Matrix mean = new Matrix(50, 7);
    for (int c = 0; c < 7; c++) {
      double sum = 0;
      for (int r = 0; r < 50; r++) {
        sum += X.get(r, c);
      }
      for (int r = 0; r < 50; r++) {
        mean.set(r, c, (float) (sum / 50));
      }
    }
    assertEquals(0, ExplainedVariance.of(X, mean), 1e-12);
    assertEquals(1, ExplainedVariance.of(X, X));
  }

  @Test
  void explainedVarianceIgnoresScaleAndRepetition() {
    Matrix out = scaled(X, 0.9f);
    double expected = ExplainedVariance.of(X, out);
    assertEquals(expected, ExplainedVariance.of(scaled(X, 1024), scaled(out, 1024)), 1e-12);
    assertEquals(expected, ExplainedVariance.of(twice(X), twice(out)), 1e-12);
    assertTrue(expected > 0.9 && expected < 1, "explained " + expected);
  }

  @Test
  void explainedVarianceNeedsVariance() {
    Matrix constant = matrix(3, 2, 0.1f, 7, 0.1f, 7, 0.1f, 7);
    assertTrue(Double.isNaN(ExplainedVariance.of(constant, new Matrix(3, 2))));
    assertTrue(Double.isNaN(ExplainedVariance.of(X.rows(0, 1), X.rows(0, 1))));
  }

  @Test
  void standardisedColumnsHaveMeanZeroAndUnitDeviation() {
    Matrix z = Standardize.of(X);
    for (int c = 0; c < 7; c++) {
      double sum = 0;
      double square = 0;
      for (int r = 0; r < 50; r++) {
        sum += z.get(r, c);
        square += (double) z.get(r, c) * z.get(r, c);
      }
      assertEquals(0, sum / 50, FLOAT);
      assertEquals(1, square / 49, FLOAT);
    }
  }

  @Test
  void standardisingADeadUnitGivesZeros() {
    Matrix z = Standardize.of(matrix(3, 2, 0.1f, 1, 0.1f, 2, 0.1f, 3));
    assertArrayEquals(new float[] {0, -1, 0, 0, 0, 1}, z.data(), 1e-6f);
    assertTrue(Float.isNaN(Standardize.of(X.rows(0, 1)).get(0, 0)));
  }

  @Test
  void wrongShapesAreNamed() {
    Matrix other = new Matrix(50, 6);
    for (String message :
        List.of(
            assertThrows(IllegalArgumentException.class, () -> MeanSquaredError.of(X, other))
                .getMessage(),
            assertThrows(IllegalArgumentException.class, () -> ExplainedVariance.of(X, other))
                .getMessage())) {
      assertTrue(message.contains("50×7") && message.contains("50×6"), message);
    }
    assertThrows(IllegalArgumentException.class, () -> Interference.of(X, new float[0]));
  }

  private static Matrix matrix(int rows, int cols, float... data) {
    return new Matrix(rows, cols, data);
  }

  private static Matrix scaled(Matrix matrix, float factor) {
    Matrix scaled = matrix.copy();
    for (int i = 0; i < scaled.data().length; i++) {
      scaled.data()[i] *= factor;
    }
    return scaled;
  }

  private static Matrix twice(Matrix matrix) {
    Matrix twice = new Matrix(2 * matrix.rows(), matrix.cols());
    int half = matrix.data().length;
    System.arraycopy(matrix.data(), 0, twice.data(), 0, half);
    System.arraycopy(matrix.data(), 0, twice.data(), half, half);
    return twice;
  }
}
