package dev.polysweep.math;

/**
 * What a random draw is for. Draws of different streams are independent although they share a seed,
 * because the stream is part of Philox's counter. The numbers are part of the results' meaning:
 * never change or reuse one.
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
  /** Features drawn anew each step: whether a feature is active. */
  ACTIVE(6),
  /** Features drawn anew each step: its value. */
  VALUE(7),
  /** Changes made to weights while training. */
  INTERVENTION(8),
  /** Clustering starts and other draws of an analysis. */
  ANALYSIS(9),
  /** Inputs that dead latents of a sparse autoencoder are given. */
  SAE_RESAMPLE(10),
  /** Ground-truth features of a synthetic dictionary, and how they go together. */
  TRUTH(11),
  /** Samples of ground-truth features. */
  TRUTH_SAMPLE(12),
  /** Generated text. */
  TEXT(16),
  /** The order in which activations are read. */
  SHUFFLE(17),
  /** Which documents are held out. */
  HOLD_OUT(18);

  private final int id;

  StreamId(int id) {
    this.id = id;
  }

  /** The number that enters Philox's counter. */
  public int id() {
    return id;
  }
}
