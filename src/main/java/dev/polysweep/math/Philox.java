package dev.polysweep.math;

/**
 * Philox4x32-10, the counter-based generator of Salmon, Moraes, Dror and Shaw, "Parallel random
 * numbers: as easy as 1, 2, 3" (SC 2011). A block of four 32-bit words is a pure function of a
 * 64-bit key and a 128-bit counter, so a draw depends on nothing that was drawn before.
 *
 * <p>Polysweep uses the cell's seed as the key and (block, sample, step, stream) as the counter;
 * see {@link #block}.
 */
public final class Philox {

  /** The paper's multiplier of counter word 0. */
  public static final int MULTIPLIER_0 = 0xD2511F53;

  /** The paper's multiplier of counter word 2. */
  public static final int MULTIPLIER_1 = 0xCD9E8D57;

  /** The number added to key word 0 after each round. */
  public static final int WEYL_0 = 0x9E3779B9;

  /** The number added to key word 1 after each round. */
  public static final int WEYL_1 = 0xBB67AE85;

  /** The number of rounds of Philox4x32-10. */
  public static final int ROUNDS = 10;

  private Philox() {}

  /**
   * Computes the four random words of one block.
   *
   * @param seed the key
   * @param stream the purpose of the draw
   * @param step the epoch or training step
   * @param sample the row of the batch
   * @param block the number of the block within the sample, from 0
   * @param out {@code [4]}, overwritten with the four words
   */
  public static void block(long seed, StreamId stream, int step, int sample, int block, int[] out) {
    philox4x32(block, sample, step, stream.id(), (int) seed, (int) (seed >>> 32), out);
  }

  /**
   * Computes the words of one block for neighbouring samples.
   *
   * @param first the first sample
   * @param samples number of samples
   * @param out {@code [4 * samples]}, overwritten: word w of sample {@code first + s} at {@code w *
   *     samples + s}
   */
  static void blocks(
      long seed, StreamId stream, int step, int first, int samples, int block, int[] out) {
    int[] own = new int[4];
    for (int s = 0; s < samples; s++) {
      block(seed, stream, step, first + s, block, own);
      for (int w = 0; w < 4; w++) {
        out[w * samples + s] = own[w];
      }
    }
  }

  /**
   * Maps a uniform 32-bit word to a number uniform on [0, 1): its upper 24 bits times 2⁻²⁴, exact.
   */
  public static float uniform(int word) {
    return (word >>> 8) * 0x1p-24f;
  }

  /**
   * Maps a uniform 32-bit word to a number uniform on (0, 1]: {@link #uniform} plus 2⁻²⁴, exact.
   */
  public static float uniformPositive(int word) {
    return ((word >>> 8) + 1) * 0x1p-24f;
  }

  /**
   * Philox4x32-10 itself, of a counter (c0, c1, c2, c3) and a key (k0, k1) in the argument order of
   * the Random123 library.
   *
   * @param out {@code [4]}, overwritten with the four words
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
