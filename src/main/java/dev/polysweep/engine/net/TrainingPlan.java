package dev.polysweep.engine.net;

import dev.polysweep.data.TrainingData;
import java.io.Serializable;
import java.util.List;

/**
 * Everything that determines one model's training.
 *
 * @param network layers
 * @param initial initial parameters, one a layer; never modified
 * @param data batches
 * @param loss error term
 * @param penalty penalties on parameters
 * @param optimizer update rule
 * @param steps steps of the whole run, which the learning-rate schedule refers to
 * @param seed key of the noise draws
 */
public record TrainingPlan(
    NetworkSpec network,
    List<LayerParameters> initial,
    TrainingData data,
    Loss loss,
    Penalty penalty,
    OptimizerSpec optimizer,
    int steps,
    long seed)
    implements Serializable {

  /**
   * @throws IllegalArgumentException if data or parameters do not fit the network, naming both
   *     shapes
   */
  public TrainingPlan {
    initial = List.copyOf(initial);
    if (data.inputs() != network.inputs() || data.targets() != network.outputs()) {
      throw new IllegalArgumentException(
          "data "
              + data.inputs()
              + "→"
              + data.targets()
              + " does not fit a network "
              + network.inputs()
              + "→"
              + network.outputs());
    }
    if (initial.size() != network.layers().size()) {
      throw new IllegalArgumentException(
          network.layers().size() + " layers, but parameters for " + initial.size());
    }
    for (int i = 0; i < initial.size(); i++) {
      initial.get(i).requireFits(network.layers().get(i), i);
    }
    if (loss.importance() != null && loss.importance().length != network.outputs()) {
      throw new IllegalArgumentException(
          network.outputs() + " outputs, but " + loss.importance().length + " importances");
    }
  }
}
