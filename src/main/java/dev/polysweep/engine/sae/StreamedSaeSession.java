package dev.polysweep.engine.sae;

/** Training of a sparse autoencoder that reads its batches where it trains. */
public interface StreamedSaeSession extends SaeTraining {

  /**
   * Takes several steps.
   *
   * @param from first step, counted from 1
   * @param to last step
   * @return loss after the last step, on its batch
   */
  SaeLoss steps(SaeBatches batches, int from, int to);
}
