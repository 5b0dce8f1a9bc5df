package dev.polysweep.math;

/**
 * Philox4x32-10, the counter-based generator of Salmon, Moraes, Dror and Shaw, "Parallel random
 * numbers: as easy as 1, 2, 3" (SC 2011). A block of four 32-bit words is a pure function of a
 * 64-bit key and a 128-bit counter, so a draw depends on nothing that was drawn before.
 *
 * <p>Here the key is the cell's seed and the counter is (block, sample, step, stream): {@link
 * #block}.
 */
public final class Philox {

  public static final int MULTIPLIER_0 = 0xD2511F53;
  public static final int MULTIPLIER_1 = 0xCD9E8D57;
  public static final int WEYL_0 = 0x9E3779B9;
  public static final int WEYL_1 = 0xBB67AE85;
  public static final int ROUNDS = 10;

  private Philox() {}

  /**
   * The block of a draw.
   *
   * @param seed the key
   * @param stream what the draw is for
   * @param step epoch or training step
   * @param sample row of the batch
   * @param block number of the block within the sample
   * @param out {@code [4]}, overwritten with the four words
   */
  public static void block(long seed, StreamId stream, int step, int sample, int block, int[] out) {
    philox4x32(block, sample, step, stream.id(), (int) seed, (int) (seed >>> 32), out);
  }

  /** A word as a number uniform on [0, 1): its upper 24 bits times 2⁻²⁴, exact. */
  public static float uniform(int word) {
    return (word >>> 8) * 0x1p-24f;
  }

  /** A word as a number uniform on (0, 1]: {@link #uniform} plus 2⁻²⁴, exact. */
  public static float uniformPositive(int word) {
    return ((word >>> 8) + 1) * 0x1p-24f;
  }

  /**
   * The bare function, with Random123's argument order.
   *
   * @param out {@code [4]}, overwritten
   */
  public static void philox4x32(int c0, int c1, int c2, int c3, int k0, int k1, int[] out) {
    for (int round = 0; round < ROUNDS; round++) {
      long p0 = (MULTIPLIER_0 & 0xFFFFFFFFL) * (c0 & 0xFFFFFFFFL);
      long p1 = (MULTIPLIER_1 & 0xFFFFFFFFL) * (c2 & 0xFFFFFFFFL);
      c0 = (int) (p1 >>> 32) ^ c1 ^ k0;
      c2 = (int) (p0 >>> 32) ^ c3 ^ k1;
      c1 = (int) p1;
      c3 = (int) p0;
      k0 += WEYL_0;
      k1 += WEYL_1;
    }
    out[0] = c0;
    out[1] = c1;
    out[2] = c2;
    out[3] = c3;
  }
}
