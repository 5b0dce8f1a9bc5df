package dev.polysweep.transformer;

import ai.onnxruntime.platform.Fp16Conversions;

/** Numbers in IEEE 754 half precision. */
public final class Halves {

  private Halves() {}

  /** Each number rounded to the nearest half, two bytes each, the lower one first. */
  public static byte[] littleEndian(float[] values) {
    byte[] bytes = new byte[2 * values.length];
    for (int i = 0; i < values.length; i++) {
      short half = Fp16Conversions.floatToFp16(values[i]);
      bytes[2 * i] = (byte) half;
      bytes[2 * i + 1] = (byte) (half >>> 8);
    }
    return bytes;
  }
}
