package dev.polysweep.engine.net;

import dev.polysweep.math.Matrix;
import java.util.List;

/**
 * A pack of models in training, in lock-step: after {@link #train} every live model has taken the
 * same number of steps. Not thread-safe. Model indices are those of the plans that the session was
 * opened with.
 */
public interface TrainingSession extends AutoCloseable {

  /** Number of models. */
  int size();

  /** Steps taken so far. */
  int step();

  /**
   * Takes that many optimiser steps with every live model. A model whose loss is not finite stops
   * there.
   */
  void train(int steps);

  /**
   * The loss of the last step that the model took, penalties included: that of the step's forward
   * pass (with noise), before its update. NaN before the first step.
   */
  double loss(int model);

  /**
   * Whether the model still trains: false from the step on whose loss was not finite, and after
   * {@link #stop}.
   */
  boolean live(int model);

  /** Takes the model out of training; its parameters stay readable. */
  void stop(int model);

  /** A copy of the model's parameters, one entry a layer; a tied layer's weight is null. */
  List<LayerParameters> parameters(int model);

  /**
   * Replaces the parameters of one layer of one model between steps, and forgets the optimiser's
   * state for them: moments 0, and Adam's bias correction starts again (after t steps, empty
   * moments with the old correction would make the next steps up to six times too long).
   *
   * @param parameters copied; shapes as in the plan
   */
  void setParameters(int model, int layer, LayerParameters parameters);

  /**
   * A snapshot of a live model, from which {@link #setState} goes on as if nothing had been
   * between: on other data, or on a copy that is thrown away.
   *
   * @throws IllegalStateException if the model is not live
   */
  ModelState state(int model);

  /**
   * Puts a live model where another was: parameters, moments, and the number of steps that Adam's
   * bias correction counts. The session's own {@link #step}, by which data, noise and the
   * learning-rate schedule go, stays.
   *
   * @param state of a model of the same layers and optimiser, in any session of this engine
   * @throws IllegalArgumentException if it is another engine's, or of another size
   * @throws IllegalStateException if the model is not live
   */
  void setState(int model, ModelState state);

  /**
   * Evaluates the model without noise.
   *
   * @param x {@code [n, inputs]}
   * @param layer index of the layer whose output is wanted
   * @return {@code [n, outputs of that layer]}, after the activation function
   */
  Matrix forward(int model, Matrix x, int layer);

  /**
   * Time spent on the model so far in ns: its own training, and its share of draws that it has in
   * common with others.
   */
  long nanos(int model);

  @Override
  void close();
}
