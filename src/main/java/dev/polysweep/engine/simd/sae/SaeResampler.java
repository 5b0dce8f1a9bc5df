package dev.polysweep.engine.simd.sae;

import dev.polysweep.engine.simd.kernel.Elementwise;
import dev.polysweep.engine.simd.kernel.Lanes;
import dev.polysweep.math.RandomStream;
import dev.polysweep.math.StreamId;

/**
 * Resamples dead latents by the rule of Bricken et al. (2023): they are pointed at inputs that are
 * reconstructed badly. {@link dev.polysweep.engine.sae.SaeResampling} states the rule.
 */
final class SaeResampler {

  private final SaeWeights weights;
  private final double encoderScale;
  private final boolean unit;
  private final long seed;

  /**
   * @param unit whether decoder rows have norm 1; otherwise new ones have the mean norm of the live
   *     ones
   */
  SaeResampler(SaeWeights weights, double encoderScale, boolean unit, long seed) {
    this.weights = weights;
    this.encoderScale = encoderScale;
    this.unit = unit;
    this.seed = seed;
  }

  /**
   * Gives dead latents new weights.
   *
   * @param dead the dead latents, ascending
   * @param centered inputs as the encoder sees them, {@code [rows, stride]}
   * @param losses loss of each input, {@code [rows]}
   * @param step number of the step, which is part of the key of the random numbers
   * @return how many of the dead latents were given an input: the first ones, and all of them
   *     unless every loss is 0 or one is not finite
   */
  int run(int[] dead, float[] centered, double[] losses, int step) {
    float norm = (float) (encoderScale * meanLiveNorm(weights.enc, dead));
    float decoderNorm = unit ? 1 : (float) meanLiveNorm(weights.dec, dead);
    RandomStream random = new RandomStream(seed, StreamId.SAE_RESAMPLE, step, 0);
    double[] chance = chances(losses);
    float[] scratch = new float[Lanes.COUNT];
    int stride = weights.stride;
    int done = 0;
    for (int f : dead) {
      int sample = draw(chance, random);
      if (sample < 0) {
        chance = chances(losses);
        sample = draw(chance, random);
      }
      if (sample < 0) {
        return done; // every input is reconstructed exactly, or a loss is not finite
      }
      chance[sample] = 0;
      int row = f * stride;
      System.arraycopy(centered, sample * stride, weights.dec, row, stride);
      SaeRows.normalize(weights.dec, row, stride, scratch);
      System.arraycopy(weights.dec, row, weights.enc, row, stride);
      Elementwise.scale(weights.enc, row, stride, norm);
      if (!unit) {
        Elementwise.scale(weights.dec, row, stride, decoderNorm);
      }
      weights.bEnc[f] = 0;
      done++;
    }
    return done;
  }

  private static double[] chances(double[] losses) {
    double[] chance = new double[losses.length];
    for (int s = 0; s < chance.length; s++) {
      chance[s] = losses[s] * losses[s];
    }
    return chance;
  }

  /**
   * Draws an index with probability proportional to its chance. Returns −1 if all chances are 0 or
   * their sum is not finite.
   */
  private static int draw(double[] chance, RandomStream random) {
    double total = 0;
    for (double c : chance) {
      total += c;
    }
    if (!(total > 0) || Double.isInfinite(total)) {
      return -1;
    }
    double left = random.nextDouble() * total;
    int last = -1;
    for (int s = 0; s < chance.length; s++) {
      if (chance[s] > 0) {
        last = s;
        left -= chance[s];
        if (left < 0) {
          break;
        }
      }
    }
    return last;
  }

  private double meanLiveNorm(float[] rows, int[] dead) {
    float[] scratch = new float[Lanes.COUNT];
    double sum = 0;
    int live = 0;
    int next = 0;
    for (int f = 0; f < weights.dSae; f++) {
      if (next < dead.length && dead[next] == f) {
        next++;
        continue;
      }
      int row = f * weights.stride;
      sum += Math.sqrt(SaeRows.dot(rows, row, rows, row, weights.stride, scratch));
      live++;
    }
    return live == 0 ? 1 : sum / live;
  }
}
