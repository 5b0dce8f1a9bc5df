package dev.polysweep.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.polysweep.math.Matrix;
import org.junit.jupiter.api.Test;

class MixingMatrixTest {

  /** Cosines of random unit vectors of d dimensions have the standard deviation 1/√d. */
  @Test
  void cosinesOfRandomUnitVectorsWithoutTheDiagonal() {
    Matrix m = MixingMatrix.draw(60, 400, 5);
    double sum = 0;
    for (int i = 0; i < 60; i++) {
      assertEquals(0, m.get(i, i));
      for (int j = 0; j < i; j++) {
        assertEquals(m.get(i, j), m.get(j, i));
        sum += m.get(i, j) * m.get(i, j);
      }
    }
    // The square of 1 770 cosines is known to √(2/1770) = 3.4 %; three standard errors.
    assertEquals(1 / 400.0, sum / (60 * 59 / 2), 0.1 / 400);
    assertEquals(m, MixingMatrix.draw(60, 400, 5));
    assertNotEquals(m, MixingMatrix.draw(60, 400, 6));
  }

  @Test
  void timesASparseVector() {
    Matrix m = MixingMatrix.draw(3, 2, 5);
    double[] expected = new double[3];
    for (int i = 0; i < 3; i++) {
      expected[i] = 2.0 * m.get(i, 0) - m.get(i, 2);
    }
    assertArrayEquals(expected, MixingMatrix.times(m, new double[] {2, 0, -1}), 1e-15);
  }
}
