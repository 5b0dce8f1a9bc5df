package dev.polysweep.engine.sae;

import java.util.Arrays;

/**
 * The n·k largest positive pre-activations of a batch of n samples are active (Bussmann, Leask and
 * Nanda 2024); among equal ones, those of earlier samples take precedence, and within a sample
 * those of lower latents. The loss has no penalty but may have the auxiliary term of {@link AuxK}.
 *
 * <p>Evaluation does not depend on a batch: a = z where z exceeds a threshold, the running mean of
 * the smallest activation kept in each training batch. Once trained, the autoencoder is a JumpReLU
 * with that threshold for every latent.
 *
 * @param k mean number of active latents per sample, above 0; n·k is rounded down
 * @param firstK k of the first step, from which it goes linearly to {@code k}
 * @param steps number of steps over which it does; 0 for {@code k} from the start
 * @param aux the auxiliary loss on dead latents
 * @param thresholdRate weight of the newest batch in the running mean, in (0, 1]; the first batch
 *     starts it
 */
public record BatchTopK(double k, double firstK, int steps, AuxK aux, double thresholdRate)
    implements SaeArchitecture {

  /**
   * @throws IllegalArgumentException if a setting is out of its range
   */
  public BatchTopK {
    SaeArchitecture.requirePositive("k", k);
    SaeArchitecture.requirePositive("firstK", firstK);
    SaeArchitecture.requireNonNegative("steps", steps);
    if (!(thresholdRate > 0 && thresholdRate <= 1)) {
      throw new IllegalArgumentException("thresholdRate must be in (0, 1], not " + thresholdRate);
    }
  }

  /** A BatchTopK with the same k at every step. */
  public BatchTopK(double k, AuxK aux, double thresholdRate) {
    this(k, k, 0, aux, thresholdRate);
  }

  @Override
  public void requireFits(int dSae) {
    SaeArchitecture.requireAtMost(Math.max(k, firstK), dSae);
  }

  @Override
  public BatchTopK at(int step, double[] memory) {
    return step < steps
        ? new BatchTopK(firstK + (k - firstK) * step / steps, aux, thresholdRate)
        : this;
  }

  @Override
  public SaeSelection training() {
    return new SaeSelection.LargestOfBatch(k);
  }

  /** The running thresholds, one for each round of the encoder; NaN before the first step. */
  @Override
  public double[] memory() {
    return memory(1);
  }

  /** The running thresholds of an encoder with several rounds. */
  double[] memory(int rounds) {
    double[] thresholds = new double[rounds];
    Arrays.fill(thresholds, Double.NaN);
    return thresholds;
  }

  @Override
  public void remember(double[] memory, SaeStep step) {
    for (int round = 0; round < memory.length; round++) {
      float least = step.least(round);
      if (least > 0) { // a batch that keeps no entry gives no estimate of the threshold
        double before = memory[round];
        memory[round] = Double.isNaN(before) ? least : before + thresholdRate * (least - before);
      }
    }
  }

  @Override
  public SaeSelection evaluation(double[] memory, int round) {
    return Double.isNaN(memory[round])
        ? SaeSelection.Above.ZERO
        : new SaeSelection.Above((float) memory[round]);
  }

  @Override
  public SaeParameters finished(SaeParameters parameters, double[] memory) {
    double[] thresholds = memory.clone();
    for (int round = 0; round < thresholds.length; round++) {
      thresholds[round] = Double.isNaN(thresholds[round]) ? 0 : thresholds[round];
    }
    return parameters.withThreshold(thresholds);
  }

  @Override
  public TrainedSae trained(SaeParameters parameters) {
    return TrainedSae.jumpRelu(parameters);
  }

  /** A trained BatchTopK is saved as a JumpReLU, as SAELens itself does. */
  @Override
  public String saeLensName() {
    return "jumprelu";
  }
}
