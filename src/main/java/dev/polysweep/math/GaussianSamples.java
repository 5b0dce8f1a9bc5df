package dev.polysweep.math;

/**
 * Standard normal numbers of many samples side by side: the same bits as {@link
 * RandomStream#nextGaussians} gives for each sample by itself, in a fraction of the time. Each loop
 * does little, over arrays, so that the JVM compiles it to vector code. Not thread-safe.
 */
public final class GaussianSamples {

  private final int samples;
  private final int[] words;
  private final float[] fraction;
  private final float[] exponent;
  private final float[] radius;
  private final float[] turn;

  /**
   * Makes room for so many samples.
   *
   * @param samples number of samples side by side, at least 1
   */
  public GaussianSamples(int samples) {
    this.samples = samples;
    words = new int[4 * samples];
    fraction = new float[samples];
    exponent = new float[samples];
    radius = new float[samples];
    turn = new float[samples];
  }

  /**
   * Draws the first numbers of the samples first, first + 1 and so on.
   *
   * @param seed the cell's seed
   * @param stream the purpose of the draws
   * @param step the epoch or training step
   * @param first the first sample
   * @param out {@code [count][samples]}, overwritten: number i of sample {@code first + s} at
   *     {@code [i][s]}
   */
  public void draw(long seed, StreamId stream, int step, int first, float[][] out) {
    for (int i = 0; i < out.length; i += 2) {
      if (i % 4 == 0) {
        Philox.blocks(seed, stream, step, first, samples, i / 4, words);
      }
      int near = i % 4 * samples;
      radii(near);
      turns(near + samples);
      cosines(radius, turn, out[i]);
      if (i + 1 < out.length) {
        sines(radius, turn, out[i + 1]);
      }
    }
  }

  private void radii(int word) {
    for (int s = 0; s < samples; s++) {
      float u = RandomStream.uniformInside(words[word + s]);
      fraction[s] = KernelMath.fraction(u);
      exponent[s] = KernelMath.exponent(u);
    }
    logs(fraction, exponent, radius);
    roots(radius);
  }

  private void turns(int word) {
    for (int s = 0; s < samples; s++) {
      turn[s] = RandomStream.uniformInside(words[word + s]);
    }
    parts(turn);
  }

  private static void logs(float[] fraction, float[] exponent, float[] out) {
    for (int s = 0; s < out.length; s++) {
      out[s] = KernelMath.logOf(fraction[s], exponent[s]);
    }
  }

  private static void roots(float[] x) {
    for (int s = 0; s < x.length; s++) {
      x[s] = (float) Math.sqrt(-2 * x[s]);
    }
  }

  private static void parts(float[] turn) {
    for (int s = 0; s < turn.length; s++) {
      turn[s] = KernelMath.partOfTurn(turn[s]);
    }
  }

  private static void cosines(float[] radius, float[] part, float[] out) {
    for (int s = 0; s < out.length; s++) {
      out[s] = radius[s] * KernelMath.sinQuarter(0.25f - Math.abs(part[s]));
    }
  }

  /** The sine is odd, also in its last bit: that of |part| with the sign of the part. */
  private static void sines(float[] radius, float[] part, float[] out) {
    for (int s = 0; s < out.length; s++) {
      float a = Math.abs(part[s]);
      out[s] = radius[s] * KernelMath.sinQuarter(Math.min(a, 0.5f - a));
    }
    for (int s = 0; s < out.length; s++) {
      out[s] = Math.copySign(out[s], part[s]);
    }
  }
}
