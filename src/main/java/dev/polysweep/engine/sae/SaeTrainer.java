package dev.polysweep.engine.sae;

import java.util.Optional;

/** The part of an engine that trains sparse autoencoders and encodes with trained ones. */
public interface SaeTrainer {

  /**
   * Starts training of a sparse autoencoder that is fed batch by batch.
   *
   * @param threads threads that the session may use, at least 1; results do not depend on it
   * @throws UnsupportedOperationException if the plan asks for something that the engine does not
   *     do; the message is for users
   */
  SaeSession open(SaePlan plan, int threads);

  /**
   * Opens a trained sparse autoencoder for encoding.
   *
   * @param threads threads that the encoder may use, at least 1; results do not depend on it
   * @throws UnsupportedOperationException if the engine only trains; the message is for users
   */
  TrainedEncoder encoder(TrainedSae sae, int threads);

  /**
   * Starts training of a sparse autoencoder that reads its batches where it trains; empty if the
   * batches of this engine's sessions are handed to them.
   *
   * @param threads threads of this process that the session may use, at least 1
   */
  default Optional<StreamedSaeSession> openStreamed(SaePlan plan, int threads) {
    return Optional.empty();
  }
}
