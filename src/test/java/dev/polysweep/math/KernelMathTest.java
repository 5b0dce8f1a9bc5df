package dev.polysweep.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.zip.CRC32;
import org.apache.commons.math3.special.Erf;
import org.junit.jupiter.api.Test;

/** Accuracy against double-precision references, edges, and a checksum that pins the bits. */
class KernelMathTest {

  private static final int SAMPLES = 1_000_000;
  private static final double NORMAL = Float.MIN_NORMAL;

  interface FloatFunction {
    float apply(float x);
  }

  /** Half of the arguments are uniform on [low, high], half have uniform bits. */
  private static float argument(SplittableRandom random, int i, float low, float high) {
    while (true) {
      float x =
          i % 2 == 0
              ? (float) (low + ((double) high - low) * random.nextDouble())
              : Float.intBitsToFloat(random.nextInt());
      if (x >= low && x <= high) {
        return x;
      }
    }
  }

  /** |error| ≤ ulps · ulp of the larger of |exact| and the smallest normal float. */
  private static void assertUlps(
      double ulps, FloatFunction f, DoubleUnaryOperator exact, float low, float high) {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < SAMPLES; i++) {
      float x = argument(random, i, low, high);
      double e = exact.applyAsDouble(x);
      double error = Math.abs(f.apply(x) - e) / Math.ulp((float) Math.max(Math.abs(e), NORMAL));
      assertTrue(error <= ulps, () -> x + ": " + f.apply(x) + " is " + error + " ulp from " + e);
    }
  }

  @Test
  void expIsWithin2Ulp() {
    assertUlps(2, KernelMath::exp, StrictMath::exp, -87.3365f, 88.7228f);
  }

  @Test
  void logIsWithin2Ulp() {
    assertUlps(2, KernelMath::log, StrictMath::log, Float.MIN_NORMAL, Float.MAX_VALUE);
    assertUlps(2, KernelMath::log, StrictMath::log, 0.25f, 4);
  }

  @Test
  void sineAndCosineOfTurnsAreWithin2Ulp() {
    // The references reduce exactly, so that they are right near the zeros, where sin(2πu) in
    // doubles is not.
    DoubleUnaryOperator sin =
        u -> {
          double h = u - StrictMath.rint(u);
          double quarter = Math.abs(h) > 0.25 ? Math.copySign(0.5, h) - h : h;
          return StrictMath.sin(2 * Math.PI * quarter);
        };
    DoubleUnaryOperator cos =
        u -> StrictMath.sin(2 * Math.PI * (0.25 - Math.abs(u - StrictMath.rint(u))));
    assertUlps(2, KernelMath::sinTwoPi, sin, 0, 1);
    assertUlps(2, KernelMath::cosTwoPi, cos, 0, 1);
    assertUlps(2, KernelMath::sinTwoPi, sin, -50, 50);
    assertUlps(2, KernelMath::cosTwoPi, cos, -50, 50);
  }

  @Test
  void tanhIsWithin2UlpAndItsDerivativeWithin5() {
    assertUlps(2, KernelMath::tanh, StrictMath::tanh, -Float.MAX_VALUE, Float.MAX_VALUE);
    assertUlps(2, KernelMath::tanh, StrictMath::tanh, -10, 10);
    assertUlps(5, KernelMath::tanhDerivative, x -> Math.pow(StrictMath.cosh(x), -2), -43, 43);
  }

  @Test
  void erfIsWithin2Ulp() {
    assertUlps(2, KernelMath::erf, KernelMathTest::erf, -7, 7);
    assertUlps(2, KernelMath::erf, KernelMathTest::erf, -1, 1);
  }

  /**
   * Near 0 commons-math loses relative accuracy (its argument is x²); the series 2/√π·(x − x³/3 +
   * x⁵/10 − x⁷/42) does not.
   */
  private static double erf(double x) {
    if (Math.abs(x) > 0.01) {
      return Erf.erf(x);
    }
    double s = x * x;
    return 2 / Math.sqrt(Math.PI) * x * (1 - s * (1 / 3.0 - s * (0.1 - s / 42)));
  }

  private static double phi(double z) {
    return StrictMath.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
  }

  private static double cumulative(double z) {
    return Erf.erfc(-z / Math.sqrt(2)) / 2;
  }

  @Test
  void geluAndItsDerivativeAreAccurateRelativeToTheirTerms() {
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < SAMPLES; i++) {
      float z = argument(random, i, -15, 15);
      double exact = z * cumulative(z);
      double error = Math.abs(KernelMath.gelu(z) - exact);
      assertTrue(error <= 3.5e-7 * Math.max(Math.abs(exact), 1e-3), () -> z + " errs by " + error);
      double slope = cumulative(z) + z * phi(z);
      double slopeError = Math.abs(KernelMath.geluDerivative(z) - slope);
      double size = Math.max(Math.max(cumulative(z), Math.abs(z) * phi(z)), 1e-3);
      assertTrue(slopeError <= 4e-7 * size, () -> z + " errs by " + slopeError);
    }
  }

  @Test
  void geluFollowsItsTailFarDown() {
    for (float z = -4; z > -13; z -= 0.01f) {
      // N/D is fitted to absolute accuracy here; relative accuracy still holds to 1 %.
      assertEquals(1, KernelMath.gelu(z) / (z * cumulative(z)), 0.01);
    }
  }

  @Test
  void edges() {
    float inf = Float.POSITIVE_INFINITY;
    assertEquals(inf, KernelMath.exp(inf));
    assertEquals(inf, KernelMath.exp(88.73f));
    assertEquals(0f, KernelMath.exp(-inf));
    assertEquals(0f, KernelMath.exp(-87.34f));
    assertEquals(1f, KernelMath.exp(-0f));
    assertEquals(inf, KernelMath.log(inf));
    assertEquals(-inf, KernelMath.log(0));
    assertEquals(-inf, KernelMath.log(-0f));
    assertEquals(-inf, KernelMath.log(Float.MIN_VALUE));
    assertEquals(0f, KernelMath.log(1));
    assertEquals(Float.NaN, KernelMath.log(-1));
    assertEquals(Float.NaN, KernelMath.log(-inf));
    assertEquals(1f, KernelMath.tanh(inf));
    assertEquals(-1f, KernelMath.tanh(-inf));
    assertEquals(-0f, KernelMath.tanh(-0f));
    assertEquals(0f, KernelMath.tanhDerivative(-inf));
    assertEquals(1f, KernelMath.tanhDerivative(0));
    assertEquals(-1f, KernelMath.erf(-inf));
    assertEquals(-0f, KernelMath.erf(-0f));
    assertEquals(inf, KernelMath.gelu(inf));
    assertEquals(0f, KernelMath.gelu(-inf));
    assertEquals(Float.MAX_VALUE, KernelMath.gelu(Float.MAX_VALUE));
    assertEquals(0.5f, KernelMath.geluDerivative(0));
    assertEquals(1f, KernelMath.geluDerivative(inf));
    assertEquals(0f, Math.abs(KernelMath.geluDerivative(-inf)));
    float[] cos = {1, 0, -1, 0, 1};
    float[] sin = {0, 1, 0, -1, 0};
    for (int quarter = 0; quarter <= 4; quarter++) {
      assertEquals(cos[quarter], KernelMath.cosTwoPi(quarter / 4f), 0f);
      assertEquals(sin[quarter], KernelMath.sinTwoPi(quarter / 4f), 0f);
    }
  }

  private static final FloatFunction[] ALL = {
    KernelMath::exp,
    KernelMath::log,
    KernelMath::cosTwoPi,
    KernelMath::sinTwoPi,
    KernelMath::tanh,
    KernelMath::tanhDerivative,
    KernelMath::erf,
    KernelMath::gelu,
    KernelMath::geluDerivative
  };

  @Test
  void nanGivesNan() {
    for (int bits : new int[] {0x7FC00000, 0x7F800001, 0xFFC12345, 0x7FFFFFFF, 0xFFFFFFFF}) {
      for (FloatFunction f : ALL) {
        assertTrue(Float.isNaN(f.apply(Float.intBitsToFloat(bits))));
      }
    }
  }

  /**
   * The bits are part of every result's meaning. A change of this checksum changes the numbers of
   * all sweeps; it must be meant.
   */
  @Test
  void bitsArePinned() {
    CRC32 crc = new CRC32();
    for (FloatFunction f : ALL) {
      for (int i = 0; i < 200_000; i++) {
        int bits = Float.floatToIntBits(f.apply((i - 100_000) * 1.5e-4f));
        for (int shift = 0; shift < 32; shift += 8) {
          crc.update(bits >>> shift);
        }
      }
    }
    assertEquals(795495563L, crc.getValue());
  }
}
