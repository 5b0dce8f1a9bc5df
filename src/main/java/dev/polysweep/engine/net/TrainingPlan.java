package dev.polysweep.engine.net;

import dev.polysweep.data.TrainingData;
import java.io.Serializable;
import java.util.List;

/**
 * Everything that determines the training of one model.
 *
 * @param network the layers
 * @param initial the initial parameters, one entry a layer; never modified
 * @param data the source of batches
 * @param loss the error term of the loss
 * @param penalty the penalties on parameters
 * @param optimizer the optimiser
 * @param steps number T of steps of the whole run, to which the schedule of the learning rate
 *     refers
 * @param seed key of the noise
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
   * Checks that the parts of the plan fit together.
   *
   * @throws IllegalArgumentException if data, parameters or importances do not fit the network; the
   *     message names both shapes
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
