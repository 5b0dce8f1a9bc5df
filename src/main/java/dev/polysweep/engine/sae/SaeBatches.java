package dev.polysweep.engine.sae;

import dev.polysweep.math.Matrix;
import java.io.Serializable;

/**
 * Where the batches of a training come from, for sessions that read them themselves, maybe on
 * several machines. Two that are equal give the same batches.
 */
public interface SaeBatches extends Serializable {

  /** Samples of a batch. */
  int size();

  /**
   * Some samples of a batch.
   *
   * @param step number of the step, from 1
   * @param from first sample
   * @param to end (exclusive), at most {@link #size}
   * @return {@code [to - from, d_in]}
   */
  Matrix samples(int step, int from, int to);
}
