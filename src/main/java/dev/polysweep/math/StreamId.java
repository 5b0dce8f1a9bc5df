package dev.polysweep.math;

/**
 * The purpose of a random draw. Draws of different streams are independent although they share a
 * seed, because the stream's number is part of Philox's counter. A number must never be changed or
 * reused: results would no longer be comparable with those of earlier versions.
 */
public enum StreamId {
  /** Inputs and targets. */
  DATA(1),
  /** Initial weights of the network. */
  INIT(2),
  /** Noise added in training. */
  NOISE(3),
  /** Initial weights of the sparse autoencoder. */
  SAE_INIT(4),
  /** Draws of null distributions. */
  NULL(5),
  /** For features that are drawn anew at each training step: whether a feature is active. */
  ACTIVE(6),
  /** For features that are drawn anew at each training step: the value of an active feature. */
  VALUE(7),
  /** Interventions on weights in the course of training. */
  INTERVENTION(8),
  /** Starting points of clusterings and other draws of an analysis. */
  ANALYSIS(9),
  /** Samples to which the dead latents of a sparse autoencoder are reset. */
  SAE_RESAMPLE(10),
  /**
   * Ground-truth features of synthetic activations, and the correlations and trees between them.
   */
  TRUTH(11),
  /** Samples of synthetic activations. */
  TRUTH_SAMPLE(12),
  /** Widths of nested dictionaries that are drawn at each step. */
  SAE_WIDTHS(13),
  /** Generated text. */
  TEXT(16),
  /** The order in which activations are read from a store. */
  SHUFFLE(17),
  /** The choice of documents that are held out of training. */
  HOLD_OUT(18),
  /** Fixed random embeddings of features. */
  EMBEDDING(19);

  private final int id;

  StreamId(int id) {
    this.id = id;
  }

  /** The number that enters Philox's counter. */
  public int id() {
    return id;
  }
}
