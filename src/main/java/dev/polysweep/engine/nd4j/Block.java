package dev.polysweep.engine.nd4j;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The place of one parameter (a weight matrix or a bias vector of all models of a batch) in the
 * flat arrays of {@link Parameters}.
 *
 * @param values offset of the parameter's values {@code [models, rows, cols]} in the array of
 *     values
 * @param state offset of its gradient and moments in their arrays; it differs from {@code values}
 *     for a parameter that shares the storage of another one
 * @param models number of models in the batch
 * @param rows number of outputs of the layer that owns the storage
 * @param cols number of inputs of that layer; 1 for a bias
 */
record Block(long values, long state, int models, int rows, int cols) {

  /** The number of entries of one model. */
  int size() {
    return rows * cols;
  }

  /** The number of entries of all models. */
  int length() {
    return models * size();
  }

  /** Whether this parameter shares the storage of another one. */
  boolean shared() {
    return values != state;
  }

  /**
   * A view of this parameter's values, {@code [models, rows, cols]}, in the array of all values.
   */
  INDArray inValues(INDArray all) {
    return Arena.view(all, values, models, rows, cols);
  }

  /**
   * A view of this parameter's part, {@code [models, rows, cols]}, of an array of gradients or
   * moments.
   */
  INDArray inState(INDArray all) {
    return Arena.view(all, state, models, rows, cols);
  }
}
