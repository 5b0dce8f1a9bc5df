package dev.polysweep.engine.sae;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.polysweep.math.Matrix;
import org.junit.jupiter.api.Test;

class LeaveOneOutTest {

  private static final Matrix DIRECTIONS = new Matrix(3, 2, new float[] {1, 0, 0.6f, 0.8f, 0, 2});

  private static Matrix decode(SaeCodes codes) {
    Matrix decoded = new Matrix(codes.rows(), 2);
    for (int s = 0; s < codes.rows(); s++) {
      for (int j = codes.start()[s]; j < codes.start()[s + 1]; j++) {
        for (int i = 0; i < 2; i++) {
          float part = codes.value()[j] * DIRECTIONS.get(codes.latent()[j], i);
          decoded.set(s, i, decoded.get(s, i) + part);
        }
      }
    }
    return decoded;
  }

  @Test
  void aLatentIsKeptByWhatTheOthersLeave() {
    // x is two of latent 0; latent 1 fired along with it. Without latent 0 the error is
    // x − (0.6, 0.8) = (1.4, −0.8), whose product with its row is 1.4; without latent 1 it is
    // (0, 0), whose product is 0. The second sample is latent 2 alone, (0, 3)·(0, 2) = 6.
    SaeCodes codes =
        new SaeCodes(2, 3, new int[] {0, 2, 3}, new int[] {0, 1, 2}, new float[] {2, 1, 1.5f});
    Matrix x = new Matrix(2, 2, new float[] {2, 0, 0, 3});
    SaeCodes kept = LeaveOneOut.refine(codes, x, decode(codes), DIRECTIONS, 1e-6);
    assertArrayEquals(new int[] {0, 1, 2}, kept.start());
    assertArrayEquals(new int[] {0, 2}, kept.latent());
    assertArrayEquals(new float[] {2, 1.5f}, kept.value());
    SaeCodes strict = LeaveOneOut.refine(codes, x, decode(codes), DIRECTIONS, 1.5);
    assertArrayEquals(new int[] {2}, strict.latent());
    assertEquals(3, LeaveOneOut.refine(codes, x, decode(codes), DIRECTIONS, -1).entries());
  }
}
