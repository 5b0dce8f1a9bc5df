package dev.polysweep.engine.sae;

import java.util.Optional;

/** The part of an engine that trains sparse autoencoders and encodes with trained ones. */
public interface SaeTrainer {

  /**
   * Starts training of a sparse autoencoder that is fed batch by batch.
   *
   * @param threads number of threads that the session may use, at least 1; results do not depend on
   *     it
   * @throws UnsupportedOperationException if the plan needs something that the engine does not
   *     support; the message is for users
   */
  SaeSession open(SaePlan plan, int threads);

  /**
   * Opens a trained sparse autoencoder for encoding.
   *
   * @param threads number of threads that the encoder may use, at least 1; results do not depend on
   *     it
   * @throws UnsupportedOperationException if the engine only trains; the message is for users
   */
  TrainedEncoder encoder(TrainedSae sae, int threads);

  /**
   * Starts training of a sparse autoencoder whose session reads its batches itself; empty if the
   * caller must hand the batches to this engine's sessions.
   *
   * @param threads number of threads of this process that the session may use, at least 1
   */
  default Optional<StreamedSaeSession> openStreamed(SaePlan plan, int threads) {
    return Optional.empty();
  }
}
