package dev.polysweep.data.file;

/**
 * Conversion of numbers from and to half precision (float16, IEEE 754 binary16): 1 bit of sign, 5
 * of exponent with bias 15, and 10 of fraction.
 */
public final class Halves {

  private static final int NAN = 0x7e00;
  private static final int INFINITY = 0x7c00;

  private Halves() {}

  /**
   * Rounds each number to the nearest half-precision number and returns these in two bytes each,
   * little-endian.
   */
  public static byte[] littleEndian(float[] values) {
    byte[] bytes = new byte[2 * values.length];
    for (int i = 0; i < values.length; i++) {
      short half = half(values[i]);
      bytes[2 * i] = (byte) half;
      bytes[2 * i + 1] = (byte) (half >>> 8);
    }
    return bytes;
  }

  /**
   * Converts little-endian half-precision numbers of two bytes each to floats, {@code [bytes / 2]}.
   */
  public static float[] floats(byte[] littleEndian) {
    float[] floats = new float[littleEndian.length / 2];
    for (int i = 0; i < floats.length; i++) {
      int bits = littleEndian[2 * i] & 0xff | littleEndian[2 * i + 1] << 8;
      floats[i] = toFloat((short) bits);
    }
    return floats;
  }

  /**
   * The bits of the half-precision number nearest to a float; of two equally near ones the even
   * one. Numbers of magnitude 65520 and above become infinite, and every NaN becomes the same NaN.
   */
  static short half(float value) {
    if (Float.isNaN(value)) {
      return NAN;
    }
    int sign = Float.floatToRawIntBits(value) >>> 16 & 0x8000;
    float size = Math.abs(value);
    int bits = Float.floatToRawIntBits(size);
    if (size >= 65520) {
      return (short) (sign | INFINITY);
    }
    if (size < 0x1p-14f) {
      // Subnormal halves are multiples of 2^-24, which is the distance of neighbouring floats in
      // [1/2, 1), so adding 1/2 rounds to the nearest half.
      return (short) (sign | Float.floatToRawIntBits(size + 0.5f) - Float.floatToRawIntBits(0.5f));
    }
    int bias = 127 - 15 << 23;
    int even = bits >>> 13 & 1;
    return (short) (sign | bits - bias + 0xfff + even >>> 13);
  }

  /** The value of a half-precision number, given its bits; the conversion to a float is exact. */
  static float toFloat(short bits) {
    int sign = bits & 0x8000;
    int exponent = bits >> 10 & 0x1f;
    int fraction = bits & 0x3ff;
    if (exponent == 0) { // zero or subnormal: fraction · 2^-24
      return Math.copySign(fraction * 0x1p-24f, sign == 0 ? 1f : -1f);
    }
    int wide = exponent == 0x1f ? 0xff : exponent - 15 + 127;
    return Float.intBitsToFloat(sign << 16 | wide << 23 | fraction << 13);
  }
}
