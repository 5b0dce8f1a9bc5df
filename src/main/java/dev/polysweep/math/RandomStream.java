package dev.polysweep.math;

/**
 * A sequence of random numbers, drawn one after another from the {@link Philox} blocks 0, 1, 2, …
 * of one (seed, stream, step, sample). It serves data, initial weights, null distributions and
 * everything else outside the engines' kernels. Equal constructor arguments give the same sequence
 * on every machine, because all functions are those of {@link StrictMath} or, in {@link
 * #nextGaussians}, of {@link KernelMath}. Not thread-safe.
 */
public final class RandomStream {

  private final long seed;
  private final StreamId stream;
  private final int step;
  private final int sample;
  private final int[] words = new int[4];
  private int block;
  private int next = 4;
  private double spare = Double.NaN;

  /** The sequence of one seed, stream, step and sample. */
  public RandomStream(long seed, StreamId stream, int step, int sample) {
    this.seed = seed;
    this.stream = stream;
    this.step = step;
    this.sample = sample;
  }

  /** The sequence of step 0, sample 0. */
  public RandomStream(long seed, StreamId stream) {
    this(seed, stream, 0, 0);
  }

  /** 32 uniform bits. */
  public int nextInt() {
    if (next == 4) {
      Philox.block(seed, stream, step, sample, block++, words);
      next = 0;
    }
    return words[next++];
  }

  /**
   * An integer uniform on {0, …, bound − 1}; words that would bias it are rejected.
   *
   * @throws IllegalArgumentException if bound is not positive
   */
  public int nextInt(int bound) {
    if (bound <= 0) {
      throw new IllegalArgumentException("bound must be positive, not " + bound);
    }
    long range = 1L << 32;
    long limit = range - range % bound;
    long word;
    do {
      word = nextInt() & 0xFFFFFFFFL;
    } while (word >= limit);
    return (int) (word % bound);
  }

  /** A number uniform on [0, 1), a multiple of 2⁻⁵³. */
  public double nextDouble() {
    long high = nextInt() & 0xFFFFFFFFL;
    long low = nextInt() & 0xFFFFFFFFL;
    return ((high << 21) ^ (low >>> 11)) * 0x1p-53;
  }

  /**
   * Fills an array with standard normal numbers in single precision, by Box and Muller's method
   * (1958) from uniform numbers of 23 bits. The method is many times faster than {@link
   * #nextGaussian} and meant for millions of draws. The magnitude of a draw is at most 5.77, and no
   * draw is 0. The first draw is taken from a new block of {@link Philox}; a block serves four
   * draws.
   *
   * @param out overwritten with the draws
   */
  public void nextGaussians(float[] out) {
    next = 4;
    for (int i = 0; i < out.length; i += 2) {
      float radius = radius(nextInt());
      float turn = uniformInside(nextInt());
      out[i] = radius * KernelMath.cosTwoPi(turn);
      if (i + 1 < out.length) {
        out[i + 1] = radius * KernelMath.sinTwoPi(turn);
      }
    }
  }

  /** √(−2 ln u) with u of {@link #uniformInside}: a standard normal pair's distance from 0. */
  static float radius(int word) {
    return (float) Math.sqrt(-2 * KernelMath.log(uniformInside(word)));
  }

  /**
   * Maps a uniform 32-bit word to an odd multiple of 2⁻²⁴ in (0, 1), exact. Odd multiples avoid ¼
   * and ¾, where the cosine of the angle would be 0.
   */
  static float uniformInside(int word) {
    return (2 * (word >>> 9) + 1) * 0x1p-24f;
  }

  /** A number uniform on [low, high). */
  public double nextDouble(double low, double high) {
    return low + (high - low) * nextDouble();
  }

  /**
   * A standard normal number by Box and Muller's method (1958): √(−2 ln u₁)·cos 2πu₂ on the first
   * call and √(−2 ln u₁)·sin 2πu₂, of the same u₁ and u₂, on the next.
   */
  public double nextGaussian() {
    if (!Double.isNaN(spare)) {
      double value = spare;
      spare = Double.NaN;
      return value;
    }
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - nextDouble()));
    double angle = 2 * StrictMath.PI * nextDouble();
    spare = radius * StrictMath.sin(angle);
    return radius * StrictMath.cos(angle);
  }
}
