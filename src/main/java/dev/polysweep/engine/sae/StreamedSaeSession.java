package dev.polysweep.engine.sae;

/**
 * The training of a sparse autoencoder whose session reads its batches itself, on the machine or
 * machines where it trains.
 */
public interface StreamedSaeSession extends SaeTraining {

  /**
   * Takes several steps.
   *
   * @param from number of the first step, counted from 1
   * @param to number of the last step
   * @return the losses of the last step, on its batch
   */
  SaeLoss steps(SaeBatches batches, int from, int to);
}
