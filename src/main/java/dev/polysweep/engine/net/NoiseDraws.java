package dev.polysweep.engine.net;

import dev.polysweep.math.KernelMath;
import dev.polysweep.math.Philox;
import dev.polysweep.math.StreamId;

/**
 * Computes single draws of {@link Noise}. This class is the specification of the noise, including
 * the order of its float operations: an engine that promises identical bits must reproduce it.
 */
public final class NoiseDraws {

  private NoiseDraws() {}

  /**
   * Computes one draw.
   *
   * @param noise kind and scale
   * @param seed the model's seed
   * @param step training step, from 0
   * @param sample row of the batch
   * @param unit unit of the layer
   */
  public static float draw(Noise noise, long seed, int step, int sample, int unit) {
    int[] words = new int[4];
    Philox.block(seed, StreamId.NOISE, step, sample, unit / unitsOfBlock(noise.kind()), words);
    float scale = scale(noise);
    return switch (noise.kind()) {
      case NONE -> 0;
      case BIPOLAR -> (words[unit / 32 % 4] >>> unit % 32 & 1) == 0 ? scale : -scale;
      case GAUSSIAN -> {
        int pair = unit % 4 & 2;
        float u = Philox.uniform(words[pair + 1]);
        float angle = unit % 2 == 0 ? KernelMath.cosTwoPi(u) : KernelMath.sinTwoPi(u);
        yield gaussianRadius(words[pair]) * angle * scale;
      }
      case POSITIVE_KURTOSIS -> {
        int pair = 2 * (unit % 2);
        float angle = KernelMath.cosTwoPi(Philox.uniform(words[pair + 1]));
        yield studentRadius(words[pair]) * angle * scale;
      }
    };
  }

  /** The number of units whose draws come from one Philox block. */
  public static int unitsOfBlock(Noise.Kind kind) {
    return switch (kind) {
      case NONE, BIPOLAR -> 128;
      case GAUSSIAN -> 4;
      case POSITIVE_KURTOSIS -> 2;
    };
  }

  /**
   * The factor by which a standard variate is multiplied: σ, or σ/√3 for Student's t, whose
   * variance is 3.
   */
  public static float scale(Noise noise) {
    return noise.kind() == Noise.Kind.POSITIVE_KURTOSIS
        ? (float) (noise.sigma() / Math.sqrt(3))
        : (float) noise.sigma();
  }

  /** The radius √(−2 ln u⁺) of Box and Muller's method. */
  private static float gaussianRadius(int word) {
    return (float) Math.sqrt(-2 * KernelMath.log(Philox.uniformPositive(word)));
  }

  /** The radius √(3(u⁺^(−2/3) − 1)) of Bailey's method for 3 degrees of freedom. */
  private static float studentRadius(int word) {
    float log = KernelMath.log(Philox.uniformPositive(word));
    return (float) Math.sqrt(3 * (KernelMath.exp(log * (-2 / 3f)) - 1));
  }
}
