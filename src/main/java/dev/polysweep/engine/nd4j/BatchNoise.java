package dev.polysweep.engine.nd4j;

import dev.polysweep.engine.net.DenseLayer;
import dev.polysweep.engine.net.Noise;
import dev.polysweep.engine.net.TrainingPlan;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The noise after one layer for all models of a batch; zeros for models without noise. */
final class BatchNoise {

  /** The noise, {@code [models, units, samples]}. */
  final INDArray values;

  private final List<TrainingPlan> plans;
  private final int layer;

  BatchNoise(Arena arena, List<TrainingPlan> plans, int layer) {
    this.plans = plans;
    this.layer = layer;
    TrainingPlan first = plans.get(0);
    int units = first.network().layers().get(layer).outputs();
    values = arena.zeros(plans.size(), units, first.data().samples());
  }

  /** Overwrites the noise with the draws of a step. */
  void fill(int step, StepDraws draws) {
    for (int m = 0; m < plans.size(); m++) {
      TrainingPlan plan = plans.get(m);
      DenseLayer spec = plan.network().layers().get(layer);
      if (spec.noise().kind() != Noise.Kind.NONE) {
        float[] noise =
            draws.noise(spec.noise(), plan.seed(), step, spec.outputs(), plan.data().samples());
        Host.write(noise, 0, noise.length, values, (long) m * noise.length);
      }
    }
  }
}
