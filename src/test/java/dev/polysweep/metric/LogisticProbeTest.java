package dev.polysweep.metric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.math.Initializers;
import dev.polysweep.math.Matrix;
import dev.polysweep.math.RandomStream;
import dev.polysweep.math.StreamId;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LogisticProbeTest {

  private static final int SAMPLES = 300;
  private static final int WIDTH = 5;
  private static final Matrix X =
      Initializers.normal(SAMPLES, WIDTH, 1, new RandomStream(3, StreamId.DATA));
  private static final boolean[] POSITIVE = new boolean[SAMPLES];
  private static final double[] WEIGHT = new double[SAMPLES];

  static {
    RandomStream random = new RandomStream(4, StreamId.DATA);
    for (int s = 0; s < SAMPLES; s++) {
      POSITIVE[s] = 2 * X.get(s, 0) - X.get(s, 1) + random.nextGaussian() > 1;
      WEIGHT[s] = 1 + s % 3;
    }
  }

  /** The objective of the javadoc in plain loops, as a function of direction and offset. */
  private static double objective(Matrix x, double[] direction, double offset) {
    double total = Arrays.stream(WEIGHT).sum();
    double value = 0;
    for (int i = 0; i < x.cols(); i++) {
      double mean = 0;
      double square = 0;
      for (int s = 0; s < SAMPLES; s++) {
        mean += WEIGHT[s] / total * x.get(s, i);
      }
      for (int s = 0; s < SAMPLES; s++) {
        square += WEIGHT[s] / total * Math.pow(x.get(s, i) - mean, 2);
      }
      value += direction[i] * direction[i] * square / (2 * SAMPLES); // w = direction·sd
    }
    for (int s = 0; s < SAMPLES; s++) {
      double odds = offset;
      for (int i = 0; i < x.cols(); i++) {
        odds += direction[i] * x.get(s, i);
      }
      value += WEIGHT[s] / total * Math.log(1 + Math.exp(POSITIVE[s] ? -odds : odds));
    }
    return value;
  }

  /**
   * At the minimum all derivatives are 0, to a thousandth of what they were at the start, some 0.3.
   */
  @Test
  void theObjectiveIsLeast() {
    LogisticProbe probe = LogisticProbe.of(X, POSITIVE, WEIGHT);
    double h = 1e-5;
    for (int i = 0; i <= WIDTH; i++) {
      double[] up = probe.direction().clone();
      double[] down = probe.direction().clone();
      double shift = i == WIDTH ? h : 0;
      if (i < WIDTH) {
        up[i] += h;
        down[i] -= h;
      }
      double slope =
          (objective(X, up, probe.offset() + shift) - objective(X, down, probe.offset() - shift))
              / (2 * h);
      assertEquals(0, slope, 3e-4, "of dimension " + i);
    }
    assertTrue(probe.direction()[0] > 1 && probe.direction()[1] < -0.5, "as planted");
  }

  /** Units of activations and a dimension that is constant make no difference. */
  @Test
  void scalesAndConstantsDoNotMatter() {
    LogisticProbe probe = LogisticProbe.of(X, POSITIVE, WEIGHT);
    Matrix other = new Matrix(SAMPLES, WIDTH + 1);
    for (int s = 0; s < SAMPLES; s++) {
      for (int i = 0; i < WIDTH; i++) {
        other.set(s, i, X.get(s, i) * (1 << i));
      }
      other.set(s, WIDTH, 7);
    }
    LogisticProbe scaled = LogisticProbe.of(other, POSITIVE, WEIGHT);
    assertEquals(0, scaled.direction()[WIDTH]);
    for (int i = 0; i < WIDTH; i++) {
      assertEquals(probe.direction()[i], scaled.direction()[i] * (1 << i), 1e-9);
    }
    assertEquals(probe.offset(), scaled.offset(), 1e-9);
  }

  /** What a plane separates is predicted rightly, but for samples that lie next to it. */
  @Test
  void whatCanBeSeparatedIsSeparated() {
    boolean[] sign = new boolean[SAMPLES];
    for (int s = 0; s < SAMPLES; s++) {
      sign[s] = X.get(s, 2) > 0.3;
    }
    LogisticProbe probe = LogisticProbe.of(X, sign, WEIGHT);
    int right = 0;
    for (int s = 0; s < SAMPLES; s++) {
      double odds = probe.offset();
      for (int i = 0; i < WIDTH; i++) {
        odds += probe.direction()[i] * X.get(s, i);
      }
      right += odds > 0 == sign[s] ? 1 : 0;
    }
    assertTrue(right >= SAMPLES - 6, right + " of " + SAMPLES);
    assertArrayEquals(
        probe.direction(), LogisticProbe.of(X, sign, WEIGHT).direction(), 0, "the same bits again");
  }

  @Test
  void whatCannotBeFittedIsRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> LogisticProbe.of(X, new boolean[SAMPLES], WEIGHT));
    assertThrows(IllegalArgumentException.class, () -> LogisticProbe.of(X, new boolean[3], WEIGHT));
  }
}
