package dev.polysweep.engine.nd4j;

import dev.polysweep.data.TrainingData;
import dev.polysweep.engine.net.TrainingPlan;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The inputs x and targets y of all models of a batch, {@code [models, features, samples]}. */
final class BatchInput {

  final INDArray x;
  final INDArray y;

  private final List<TrainingPlan> plans;

  BatchInput(Arena arena, List<TrainingPlan> plans) {
    this.plans = plans;
    TrainingData first = plans.get(0).data();
    x = arena.zeros(plans.size(), first.inputs(), first.samples());
    y = arena.zeros(plans.size(), first.targets(), first.samples());
    for (int m = 0; m < plans.size(); m++) {
      if (plans.get(m).data() instanceof TrainingData.Fixed data) {
        write(m, data.x().transpose().data(), data.y().transpose().data());
      }
    }
  }

  /** Overwrites the inputs and targets of models whose data are drawn anew at each step. */
  void fill(int step, StepDraws draws) {
    for (int m = 0; m < plans.size(); m++) {
      if (!(plans.get(m).data() instanceof TrainingData.Fixed)) {
        StepDraws.Batch batch = draws.batch(plans.get(m).data(), step);
        write(m, batch.x(), batch.y());
      }
    }
  }

  private void write(int model, float[] inputs, float[] targets) {
    Host.write(inputs, 0, inputs.length, x, (long) model * inputs.length);
    Host.write(targets, 0, targets.length, y, (long) model * targets.length);
  }
}
