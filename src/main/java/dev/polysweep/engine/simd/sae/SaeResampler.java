package dev.polysweep.engine.simd.sae;

import dev.polysweep.engine.sae.ResampledInputs;
import dev.polysweep.engine.simd.kernel.Elementwise;
import dev.polysweep.engine.simd.kernel.Lanes;

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
    ResampledInputs inputs = new ResampledInputs(losses, seed, step);
    float[] scratch = new float[Lanes.COUNT];
    int stride = weights.stride;
    int done = 0;
    for (int f : dead) {
      int sample = inputs.next();
      if (sample < 0) {
        return done; // every input is reconstructed exactly, or a loss is not finite
      }
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
