package dev.polysweep.engine.sae;

/**
 * The n·k largest positive pre-activations of a batch of n samples are active (Bussmann, Leask and
 * Nanda 2024); among equal ones, those of earlier samples take precedence, and within a sample
 * those of lower latents. The loss has no penalty but may have the auxiliary term of {@link AuxK}.
 *
 * <p>Evaluation does not depend on a batch: a = z where z exceeds a threshold, the running mean of
 * the smallest activation kept in each training batch. Once trained, the autoencoder is a JumpReLU
 * with that threshold for every latent.
 *
 * @param k mean number of active latents per sample, at least 1
 * @param aux the auxiliary loss on dead latents
 * @param thresholdRate weight of the newest batch in the running mean, in (0, 1]; the first batch
 *     starts it
 */
public record BatchTopK(int k, AuxK aux, double thresholdRate) implements SaeArchitecture {

  /**
   * @throws IllegalArgumentException if a setting is out of its range
   */
  public BatchTopK {
    SaeArchitecture.requireAtLeastOne("k", k);
    if (!(thresholdRate > 0 && thresholdRate <= 1)) {
      throw new IllegalArgumentException("thresholdRate must be in (0, 1], not " + thresholdRate);
    }
  }

  @Override
  public void requireFits(int dSae) {
    SaeArchitecture.requireAtMost(k, dSae);
  }

  @Override
  public SaeSelection training() {
    return new SaeSelection.LargestOfBatch(k);
  }

  @Override
  public SaeSelection evaluation(double runningThreshold) {
    return Double.isNaN(runningThreshold)
        ? SaeSelection.Above.ZERO
        : new SaeSelection.Above((float) runningThreshold);
  }

  @Override
  public double runningThreshold(double before, float least) {
    if (least == 0) {
      return before; // a batch that keeps no entry gives no estimate of the threshold
    }
    return Double.isNaN(before) ? least : before + thresholdRate * (least - before);
  }

  @Override
  public SaeParameters finished(SaeParameters parameters, double runningThreshold) {
    return parameters.withThreshold(Double.isNaN(runningThreshold) ? 0 : runningThreshold);
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
