package dev.polysweep.metric.dictionary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.math.Initializers;
import dev.polysweep.math.Matrix;
import dev.polysweep.math.RandomStream;
import dev.polysweep.math.StreamId;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Agreement between and similarity within dictionaries, on constructed cases. */
class SeedAgreementTest {

  private static Matrix random(int seed) {
    return Initializers.normal(20, 50, 1, new RandomStream(seed, StreamId.ANALYSIS));
  }

  private static Matrix reversed(Matrix m) {
    Matrix turned = new Matrix(m.rows(), m.cols());
    for (int r = 0; r < m.rows(); r++) {
      for (int c = 0; c < m.cols(); c++) {
        turned.set(r, c, 3 * m.get(m.rows() - 1 - r, c));
      }
    }
    return turned;
  }

  @Test
  void aPermutedCopyIsSharedWhole() {
    Matrix enc = random(1);
    Matrix dec = random(2);
    SeedAgreement same =
        SeedAgreement.of(enc, dec, reversed(enc), reversed(dec), SeedAgreement.THRESHOLDS);
    assertEquals(1, same.mcc(), 1e-6);
    same.shared().forEach(share -> assertEquals(1, share));
  }

  @Test
  void whatTheEncoderAndTheDecoderMatchDifferentlyIsNotShared() {
    Matrix enc = random(1);
    Matrix dec = random(2);
    SeedAgreement crossed = SeedAgreement.of(enc, dec, enc, reversed(dec), List.of(0.7));
    assertEquals(1, crossed.mcc(), 1e-6);
    assertEquals(List.of(0.0), crossed.shared());
  }

  @Test
  void strangersShareAlmostNothing() {
    SeedAgreement other =
        SeedAgreement.of(random(1), random(2), random(3), random(4), SeedAgreement.THRESHOLDS);
    assertEquals(0, other.shared().get(5));
    assertTrue(other.mcc() > 0.1 && other.mcc() < 0.5, "" + other.mcc());
    for (int i = 1; i < other.shared().size(); i++) {
      assertTrue(other.shared().get(i) <= other.shared().get(i - 1));
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> SeedAgreement.of(random(1), random(2), new Matrix(20, 49), random(4), List.of(0.5)));
  }

  @Test
  void similarityOfThreeRows() {
    Matrix rows = new Matrix(3, 2, new float[] {1, 0, -2, 0, 0, 5});
    DecoderSimilarity similarity = DecoderSimilarity.of(rows);
    assertEquals(1.0 / 3, similarity.meanAbs(), 1e-12); // 1, 0, 0
    assertEquals(2.0 / 3, similarity.meanLargest(), 1e-12); // 1, 1, 0
    assertTrue(Double.isNaN(DecoderSimilarity.of(new Matrix(1, 2)).meanAbs()));
  }
}
