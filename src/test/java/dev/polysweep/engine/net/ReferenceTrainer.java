package dev.polysweep.engine.net;

import dev.polysweep.math.Matrix;
import java.util.ArrayList;
import java.util.List;

/**
 * Trains one model as its {@link TrainingPlan} says, in straight double-precision loops: the
 * specification that every engine is held against. It computes what {@link TrainingSession}
 * promises for a pack of one.
 */
public final class ReferenceTrainer {

  final ReferenceNetwork network;

  private final TrainingPlan plan;
  private final ReferenceOptimizer optimizer;
  private int step;
  private double loss = Double.NaN;
  private boolean live = true;

  public ReferenceTrainer(TrainingPlan plan) {
    this.plan = plan;
    network = new ReferenceNetwork(plan);
    optimizer = new ReferenceOptimizer(plan.optimizer(), plan.steps());
  }

  /**
   * Takes that many steps, fewer when the loss stops being finite; the step with that loss changes
   * no parameter.
   */
  public void train(int steps) {
    for (int i = 0; i < steps && live; i++) {
      loss = network.lossAndGradients(ReferenceBatch.of(plan, step));
      live = Double.isFinite(loss);
      if (live) {
        optimizer.update(network.parameters(), step);
        step++;
      }
    }
  }

  /** The loss of the last step, of its forward pass. */
  public double loss() {
    return loss;
  }

  /** False once the loss was not finite. */
  boolean live() {
    return live;
  }

  /** Parameters rounded to floats, one entry a layer. */
  List<LayerParameters> parameters() {
    List<LayerParameters> all = new ArrayList<>();
    for (ReferenceLayer layer : network.layers) {
      ReferenceParameter w = layer.weight();
      all.add(
          new LayerParameters(
              layer.transposed() ? null : new Matrix(w.rows, w.cols, w.toFloats()),
              layer.bias() == null ? null : layer.bias().toFloats()));
    }
    return all;
  }

  /**
   * Replaces a layer's parameters and empties the optimiser's state for them, whichever layers use
   * them.
   */
  void setParameters(int index, LayerParameters replacement) {
    ReferenceLayer layer = network.layers.get(index);
    if (replacement.weight() != null) {
      layer.weight().replace(replacement.weight().data());
      network.parameters().stream()
          .filter(parameter -> parameter.values == layer.weight().values)
          .forEach(ReferenceParameter::forget);
    }
    if (layer.bias() != null) {
      layer.bias().replace(replacement.bias());
    }
  }

  /** Output of a layer without noise, {@code [n][outputs]}. */
  double[][] forward(Matrix x, int layer) {
    return network.forward(ReferenceBatch.rows(x), layer);
  }
}
