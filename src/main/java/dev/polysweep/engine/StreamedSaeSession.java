package dev.polysweep.engine;

/** A session that reads batches where it trains, instead of being handed them. */
public interface StreamedSaeSession extends SaeSession {

  /**
   * Takes several steps.
   *
   * @param from first step, counted from 1
   * @param to last step
   * @return loss after the last step, on its batch
   */
  SaeLoss steps(SaeBatches batches, int from, int to);
}
