package dev.polysweep.data.file;

/** Numbers in IEEE 754 half precision. */
public final class Halves {

  private Halves() {}

  /** Numbers of two bytes each, the lower one first. */
  public static float[] floats(byte[] littleEndian) {
    float[] floats = new float[littleEndian.length / 2];
    for (int i = 0; i < floats.length; i++) {
      int bits = littleEndian[2 * i] & 0xff | littleEndian[2 * i + 1] << 8;
      floats[i] = ElementType.half((short) bits);
    }
    return floats;
  }
}
