package dev.polysweep.data.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.platform.Fp16Conversions;
import org.junit.jupiter.api.Test;

class HalvesTest {

  /** Every half comes back as it was, and every NaN as the one that is written. */
  @Test
  void everyHalfSurvives() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      float value = Halves.toFloat((short) bits);
      int expected = Float.isNaN(value) ? 0x7e00 : bits;
      assertEquals((short) expected, Halves.half(value), () -> "" + value);
    }
  }

  /** Halves, the middles between neighbours, and the floats on either side of both. */
  @Test
  void roundsAsOnnxRuntimeDoes() {
    for (int bits = 0; bits < 0x7c00; bits++) {
      float half = Halves.toFloat((short) bits);
      float next = bits == 0x7bff ? 65536 : Halves.toFloat((short) (bits + 1));
      float middle = (half + next) / 2;
      for (float value : new float[] {half, middle}) {
        for (float near : new float[] {Math.nextDown(value), value, Math.nextUp(value)}) {
          assertEquals(Fp16Conversions.floatToFp16(near), Halves.half(near), () -> "" + near);
          assertEquals(Fp16Conversions.floatToFp16(-near), Halves.half(-near), () -> "-" + near);
        }
      }
    }
    for (float value : new float[] {Float.MAX_VALUE, Float.POSITIVE_INFINITY, Float.MIN_VALUE}) {
      assertEquals(Fp16Conversions.floatToFp16(value), Halves.half(value));
      assertEquals(Fp16Conversions.floatToFp16(-value), Halves.half(-value));
    }
    for (int nan : new int[] {0x7f800001, 0x7fc00000, 0xffc00000, 0xff800001}) {
      float value = Float.intBitsToFloat(nan);
      assertEquals(Fp16Conversions.floatToFp16(value), Halves.half(value));
    }
  }

  @Test
  void theLowerByteComesFirst() {
    byte[] bytes = Halves.littleEndian(new float[] {1, -2.5f, 1e9f});
    assertArrayEquals(new byte[] {0, 0x3c, 0, (byte) 0xc1, 0, 0x7c}, bytes);
    float[] back = Halves.floats(bytes);
    assertArrayEquals(new float[] {1, -2.5f, Float.POSITIVE_INFINITY}, back);
    assertTrue(Float.isInfinite(back[2]));
  }
}
