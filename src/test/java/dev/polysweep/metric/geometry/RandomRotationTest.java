package dev.polysweep.metric.geometry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.math.Initializers;
import dev.polysweep.math.Matrix;
import dev.polysweep.math.RandomStream;
import dev.polysweep.math.StreamId;
import org.junit.jupiter.api.Test;

class RandomRotationTest {

  private static double dot(Matrix a, int i, Matrix b, int j) {
    double sum = 0;
    for (int k = 0; k < a.cols(); k++) {
      sum += (double) a.get(i, k) * b.get(j, k);
    }
    return sum;
  }

  @Test
  void anglesStayAndDirectionsGo() {
    Matrix rows = Initializers.normal(20, 64, 0.125f, new RandomStream(1, StreamId.ANALYSIS));
    Matrix rotated = new RandomRotation(64, new RandomStream(2, StreamId.NULL)).of(rows);
    double same = 0;
    for (int i = 0; i < 20; i++) {
      for (int j = 0; j < 20; j++) {
        assertEquals(dot(rows, i, rows, j), dot(rotated, i, rotated, j), 1e-5);
      }
      same += dot(rows, i, rotated, i) / 20;
    }
    // Each term has mean 0 and sd about 1/8; they are correlated, so allow a single term's.
    assertTrue(Math.abs(same) < 0.4, "" + same);
  }
}
