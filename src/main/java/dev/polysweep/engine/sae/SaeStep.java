package dev.polysweep.engine.sae;

/** What an architecture may learn of a training step for those that follow. */
public interface SaeStep {

  /** Number of the step, from 0. */
  int number();

  /**
   * The smallest activation that the batch's selection kept in a round of the encoder; 0 if it kept
   * none or kept all.
   */
  float least(int round);

  /** The mean over the batch's samples of a sum over a sample's active latents. */
  double mean(SampleSum sum);

  /** A sum over the entries of one sample. */
  interface SampleSum {

    /** The sum over the entries from {@code from} (inclusive) to {@code to} (exclusive). */
    double of(ActiveLatents latents, int from, int to);
  }
}
