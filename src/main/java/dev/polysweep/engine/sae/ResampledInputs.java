package dev.polysweep.engine.sae;

import dev.polysweep.math.RandomStream;
import dev.polysweep.math.StreamId;

/**
 * Draws the inputs at which dead latents are pointed: without replacement, with probability
 * proportional to the square of their loss, and from all of them again once all are taken. {@link
 * SaeResampling} states the rule.
 */
public final class ResampledInputs {

  private final double[] losses;
  private final RandomStream random;
  private double[] chance;

  /**
   * @param losses loss of each input
   * @param seed key of the random numbers
   * @param step number of the step, which is part of that key
   */
  public ResampledInputs(double[] losses, long seed, int step) {
    this.losses = losses;
    random = new RandomStream(seed, StreamId.SAE_RESAMPLE, step, 0);
    chance = chances();
  }

  /** The next input; −1 if every loss is 0 or one is not finite. */
  public int next() {
    int sample = draw();
    if (sample < 0) {
      chance = chances();
      sample = draw();
    }
    if (sample >= 0) {
      chance[sample] = 0;
    }
    return sample;
  }

  private double[] chances() {
    double[] squares = new double[losses.length];
    for (int s = 0; s < squares.length; s++) {
      squares[s] = losses[s] * losses[s];
    }
    return squares;
  }

  /**
   * Draws an index with probability proportional to its chance. Returns −1 if all chances are 0 or
   * their sum is not finite.
   */
  private int draw() {
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
}
