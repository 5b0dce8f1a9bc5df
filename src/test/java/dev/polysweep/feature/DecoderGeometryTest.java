package dev.polysweep.feature;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.math.Initializers;
import dev.polysweep.math.Matrix;
import dev.polysweep.math.RandomStream;
import dev.polysweep.math.StreamId;
import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;
import org.junit.jupiter.api.Test;

/** Neighbours and the map of decoder rows. */
class DecoderGeometryTest {

  private static final Matrix ROWS =
      new Matrix(5, 3, new float[] {2, 0, 0, 3, 3, 0, 0, 5, 0, 0, 0, 0, -1, 0, 0});

  @Test
  void neighboursAreThoseOfLargestCosine() {
    List<DecoderNeighbours.Of> all = DecoderNeighbours.of(ROWS, 2);
    assertArrayEquals(new int[] {1, 2}, all.get(0).feature());
    assertArrayEquals(new float[] {(float) Math.sqrt(0.5), 0}, all.get(0).cosines(), 1e-6f);
    assertArrayEquals(new int[] {0, 2}, all.get(1).feature(), "equally alike, by number");
    assertEquals(0, all.get(3).feature().length, "a row of zeros points nowhere");
  }

  /** On the two principal components distances of rows in a plane are those of the plane. */
  @Test
  void theMapKeepsDistancesWithinThePlane() {
    double[][] map = DecoderMap.of(ROWS);
    double[][] unit = {{1, 0}, {Math.sqrt(0.5), Math.sqrt(0.5)}, {0, 1}, null, {-1, 0}};
    for (int a = 0; a < 5; a++) {
      for (int b = 0; b < 5; b++) {
        if (unit[a] != null && unit[b] != null) {
          assertEquals(distance(unit[a], unit[b]), distance(map[a], map[b]), 1e-9);
        }
      }
    }
    assertTrue(Double.isNaN(map[3][0]));
    double spread = 0;
    double less = 0;
    for (int r : new int[] {0, 1, 2, 4}) {
      spread += map[r][0] * map[r][0];
      less += map[r][1] * map[r][1];
    }
    assertTrue(spread > less, "the first component has the larger variance");
  }

  /**
   * Fewer latents than entries, at random and with repeated rows: the places have the variances of
   * the two leading principal components, by a singular value decomposition.
   */
  @Test
  void dictionariesOfFewLatentsHaveAMap() {
    for (int latents : new int[] {5, 40, 63}) {
      for (int seed = 0; seed < 3; seed++) {
        Matrix rows = Initializers.normal(latents, 64, 1, new RandomStream(seed, StreamId.DATA));
        if (seed == 2) {
          System.arraycopy(rows.data(), 0, rows.data(), 64, 64 * (latents / 2));
        }
        double[][] map = DecoderMap.of(rows);
        double[][] centred = new double[latents][64];
        for (int c = 0; c < 64; c++) {
          double mean = 0;
          for (int r = 0; r < latents; r++) {
            double square = 0;
            for (int i = 0; i < 64; i++) {
              square += (double) rows.get(r, i) * rows.get(r, i);
            }
            centred[r][c] = rows.get(r, c) / Math.sqrt(square);
            mean += centred[r][c] / latents;
          }
          for (int r = 0; r < latents; r++) {
            centred[r][c] -= mean;
          }
        }
        double[] values =
            new SingularValueDecomposition(new Array2DRowRealMatrix(centred)).getSingularValues();
        for (int axis = 0; axis < 2; axis++) {
          double square = 0;
          for (double[] place : map) {
            square += place[axis] * place[axis];
          }
          assertEquals(values[axis], Math.sqrt(square), 1e-3 * values[0], latents + ", " + seed);
        }
      }
    }
  }

  @Test
  void thereIsNoMapOfTwoRowsOrOfOneDimension() {
    assertNull(DecoderMap.of(new Matrix(2, 3)));
    assertNull(DecoderMap.of(new Matrix(9, 1)));
    assertTrue(Double.isNaN(DecoderMap.of(new Matrix(9, 4))[0][0]), "rows of zeros");
  }

  private static double distance(double[] a, double[] b) {
    return Math.hypot(a[0] - b[0], a[1] - b[1]);
  }
}
