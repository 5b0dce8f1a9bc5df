package dev.polysweep.engine.net;

import dev.polysweep.math.Matrix;
import java.util.ArrayList;
import java.util.List;

/**
 * A pack of models in training. The models train in lock-step: after each call of {@link #train}
 * all live models have taken the same number of steps. The index of a model is that of its plan in
 * the list with which the session was opened. Not thread-safe.
 */
public interface TrainingSession extends AutoCloseable {

  /** The number of models. */
  int size();

  /** The number of steps taken so far. */
  int step();

  /**
   * Takes {@code steps} optimiser steps with every live model. A model whose loss is not finite
   * leaves training at that step, without an update.
   */
  void train(int steps);

  /**
   * The loss of the model's last step, penalties included. It is computed in the step's forward
   * pass, with noise and before the update of the parameters. NaN before the first step.
   */
  double loss(int model);

  /**
   * Whether the model is still in training. It is not from the step on whose loss was not finite,
   * nor after {@link #stop}.
   */
  boolean live(int model);

  /** Takes the model out of training. Its parameters can still be read. */
  void stop(int model);

  /** A copy of the model's parameters, one entry a layer; a tied layer's weight is null. */
  List<LayerParameters> parameters(int model);

  /**
   * Replaces the parameters of one layer of one model between steps and resets the optimiser's
   * state for them: the moments become 0 and Adam's bias correction starts again. (With moments of
   * 0 after t steps but the old bias correction, the next steps would be up to six times too long.)
   *
   * @param parameters the new parameters, with the shapes of the plan; copied
   */
  void setParameters(int model, int layer, LayerParameters parameters);

  /**
   * Takes a snapshot of a live model, which {@link #setState} restores exactly. It allows a model
   * to be trained further for a trial and then set back, or to be continued on other data.
   *
   * @throws IllegalStateException if the model is not live
   */
  ModelState state(int model);

  /**
   * Gives a live model the state of a snapshot: parameters, moments, and the number of steps that
   * Adam's bias correction counts. The session's own {@link #step}, which determines data, noise
   * and learning rate, does not change.
   *
   * @param state snapshot of a model with the same layers and optimiser, from any session of this
   *     engine
   * @throws IllegalArgumentException if the snapshot is from another engine or has other sizes
   * @throws IllegalStateException if the model is not live
   */
  void setState(int model, ModelState state);

  /**
   * Evaluates the model, up to and including a layer, without noise.
   *
   * @param x inputs, {@code [n, inputs]}
   * @param layer index of the last layer to evaluate
   * @return the output of that layer, after its activation function, {@code [n, outputs]}
   */
  Matrix forward(int model, Matrix x, int layer);

  /**
   * Evaluates several models, up to and including a layer, without noise: on a device all together,
   * which takes hardly longer than one.
   *
   * @param models the models
   * @param x the inputs of each, {@code [n, inputs]}
   * @param layer index of the last layer to evaluate
   * @return the outputs of each
   */
  default List<Matrix> forward(List<Integer> models, List<Matrix> x, int layer) {
    List<Matrix> outputs = new ArrayList<>();
    for (int i = 0; i < models.size(); i++) {
      outputs.add(forward(models.get(i), x.get(i), layer));
    }
    return outputs;
  }

  /**
   * The time spent on the training of the model so far, in nanoseconds. Time spent for several
   * models together, such as on common random draws, is divided among them.
   */
  long nanos(int model);

  @Override
  void close();
}
