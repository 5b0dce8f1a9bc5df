package dev.polysweep.experiment.toy;

import dev.polysweep.math.Matrix;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One of the models that a cell trains, and what was seen of it. Mutable while it trains. */
final class ToyModel {

  /** A logged step of one model. */
  record Logged(int step, double loss, Map<String, Double> metrics) {}

  /** Index in the training session. */
  final int index;

  final List<Logged> log = new ArrayList<>();

  /** Step by which its loss was not finite; 0 while it trains well. */
  int divergedBy;

  /** {@code [n_hidden, n_features]}, once trained. */
  Matrix w;

  /** {@code [n_features]}, or null without bias. */
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

  /** Mean loss of the last steps. */
  double finalLoss() {
    return tailSum / tailSteps;
  }

  /** Means over models, by name; a value that is not a number counts for nothing. */
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
