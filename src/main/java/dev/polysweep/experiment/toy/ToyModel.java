package dev.polysweep.experiment.toy;

import dev.polysweep.math.Matrix;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One of the models that a cell trains, with its logged steps and losses. The object changes while
 * the model trains.
 */
final class ToyModel {

  /**
   * A logged step of one model.
   *
   * @param w the matrix W {@code [n_hidden, n_features]} at that step; null if it is not kept
   */
  record Logged(int step, double loss, Map<String, Double> metrics, Matrix w) {}

  /** Index of the model in the training session. */
  final int index;

  final List<Logged> log = new ArrayList<>();

  /**
   * Logged step at which the loss was found to be infinite or NaN; 0 if it has been finite so far.
   */
  int divergedBy;

  /** The matrix W {@code [n_hidden, n_features]}, once the model is trained. */
  Matrix w;

  /** The bias {@code [n_features]}, or null if the model has none. */
  float[] b;

  private double tailSum;
  private int tailSteps;

  ToyModel(int index) {
    this.index = index;
  }

  /** Adds the loss of one of the last steps. */
  void tail(double loss) {
    tailSum += loss;
    tailSteps++;
  }

  /** The mean loss of the last steps. */
  double finalLoss() {
    return tailSum / tailSteps;
  }

  /** The mean of each metric over models, by name. A NaN is left out of the mean. */
  static Map<String, Double> means(List<Map<String, Double>> models) {
    Map<String, Double> means = new LinkedHashMap<>();
    for (String name : models.get(0).keySet()) {
      means.put(
          name,
          models.stream()
              .mapToDouble(m -> m.get(name))
              .filter(v -> !Double.isNaN(v))
              .average()
              .orElse(Double.NaN));
    }
    return means;
  }
}
