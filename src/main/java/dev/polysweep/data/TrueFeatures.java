package dev.polysweep.data;

import dev.polysweep.math.Matrix;
import java.util.Arrays;

/**
 * A source of activations whose true features are known: x = Σ_i c_i·F_i + bias, with unit vectors
 * F_i and coefficients c_i of which most are 0. A sample is a function of the source, the number of
 * its batch and its row.
 */
public interface TrueFeatures {

  /**
   * The true features F, one a row, {@code [n_features, d_in]}; callers must not change the matrix.
   */
  Matrix features();

  /**
   * The parent of each feature, without which it is never active, {@code [n_features]}; below 0 for
   * a feature that has none, as all have unless a source says otherwise.
   */
  default int[] parents() {
    int[] none = new int[features().rows()];
    Arrays.fill(none, -1);
    return none;
  }

  /**
   * Draws some samples of a batch.
   *
   * @param batch number of the batch; training steps count from 0, evaluation takes −1
   * @param from row of the first sample within the batch
   * @param to row after the last sample
   */
  SparseSamples samples(int batch, int from, int to);

  /** Draws the first samples of a batch. */
  default SparseSamples samples(int batch, int rows) {
    return samples(batch, 0, rows);
  }
}
