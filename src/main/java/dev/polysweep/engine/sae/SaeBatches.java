package dev.polysweep.engine.sae;

import dev.polysweep.math.Matrix;
import java.io.Serializable;

/**
 * The source of a training's batches, for sessions that read the batches themselves, possibly on
 * several machines. Two sources that are equal return the same batches.
 */
public interface SaeBatches extends Serializable {

  /** The number of samples in a batch. */
  int size();

  /**
   * Reads some samples of a batch.
   *
   * @param step number of the step, from 1
   * @param from index of the first sample within the batch
   * @param to index after the last sample, at most {@link #size}
   * @return the samples, {@code [to - from, d_in]}
   */
  Matrix samples(int step, int from, int to);
}
