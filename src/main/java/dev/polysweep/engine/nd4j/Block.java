package dev.polysweep.engine.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Where one parameter of the optimiser lies for all models of a batch.
 *
 * @param values offset of its values, {@code [models, rows, cols]}, in the array of values
 * @param state offset of its gradient and moments in their arrays; it differs from {@code values}
 *     for a parameter that shares another's storage
 * @param models models of the batch
 * @param rows outputs of the layer that owns the storage
 * @param cols its inputs; 1 for a bias
 */
record Block(long values, long state, int models, int rows, int cols) {

  /** Entries of one model. */
  int size() {
    return rows * cols;
  }

  /** Entries of all models. */
  int length() {
    return models * size();
  }

  /** Whether it uses another block's storage. */
  boolean shared() {
    return values != state;
  }

  /** Its values {@code [models, rows, cols]} in the array of all values. */
  INDArray inValues(INDArray all) {
    return Arena.view(all, values, models, rows, cols);
  }

  /** Its part {@code [models, rows, cols]} of an array of gradients or moments. */
  INDArray inState(INDArray all) {
    return Arena.view(all, state, models, rows, cols);
  }
}
