package dev.polysweep.engine.nd4j;

import dev.polysweep.engine.net.DenseLayer;
import dev.polysweep.engine.net.Penalty;
import dev.polysweep.engine.net.Reduction;
import dev.polysweep.engine.net.TrainingPlan;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The terms of the loss of all models of a batch besides the error term: penalties on activations,
 * on weights and on all parameters.
 */
final class Penalties {

  private final Arena arena;
  private final List<TrainingPlan> plans;
  private final INDArray part;

  Penalties(Arena arena, List<TrainingPlan> plans) {
    this.arena = arena;
    this.plans = plans;
    part = arena.zeros(plans.size());
  }

  /**
   * Appends losses += λ·Σ|h| for a layer, with λ/(samples·units) in place of λ if the penalty is a
   * mean. Appends nothing if no model has such a penalty.
   */
  void activationLoss(Program program, int index, BatchedLayer layer, INDArray losses) {
    INDArray lambda = activationLambda(index);
    if (lambda != null) {
      program.abs(layer.h, layer.scratch());
      program.multiply(layer.scratch(), lambda, layer.scratch());
      addSum(program, layer.scratch(), losses);
    }
  }

  /**
   * Appends ∂L/∂h += λ·sign(h) for a layer, with the same coefficient as {@link #activationLoss}.
   */
  void activationGradient(Program program, int index, BatchedLayer layer) {
    INDArray lambda = activationLambda(index);
    if (lambda != null) {
      program.sign(layer.h, layer.scratch());
      program.multiply(layer.scratch(), lambda, layer.scratch());
      program.add(layer.gradient, layer.scratch(), layer.gradient);
    }
  }

  /**
   * Appends losses += λ₁·Σ|w| over weights and losses += λ₂·Σp² over all parameters. Shared weights
   * count once.
   */
  void parameterLoss(Program program, Parameters parameters, INDArray losses) {
    for (Block block : penalised(parameters)) {
      INDArray values = block.inValues(parameters.values);
      INDArray scratch = arena.zeros(block.models(), block.rows(), block.cols());
      INDArray l1 = l1(parameters, block);
      if (l1 != null) {
        program.abs(values, scratch);
        program.multiply(scratch, l1, scratch);
        addSum(program, scratch, losses);
      }
      INDArray l2 = perModel(plan -> plan.penalty().l2Parameters());
      if (l2 != null) {
        program.multiply(values, values, scratch);
        program.multiply(scratch, l2, scratch);
        addSum(program, scratch, losses);
      }
    }
  }

  /** Appends gradient += λ₁·sign(w) and gradient += 2λ₂·p. */
  void parameterGradient(Program program, Parameters parameters) {
    for (Block block : penalised(parameters)) {
      INDArray values = block.inValues(parameters.values);
      INDArray gradient = block.inState(parameters.gradients);
      INDArray scratch = arena.zeros(block.models(), block.rows(), block.cols());
      INDArray l1 = l1(parameters, block);
      if (l1 != null) {
        program.sign(values, scratch);
        program.multiply(scratch, l1, scratch);
        program.add(gradient, scratch, gradient);
      }
      INDArray l2 = perModel(plan -> 2 * plan.penalty().l2Parameters());
      if (l2 != null) {
        program.multiply(values, l2, scratch);
        program.add(gradient, scratch, gradient);
      }
    }
  }

  /** Appends losses += the sum of each model's entries in an array {@code [models, rows, cols]}. */
  void addSum(Program program, INDArray terms, INDArray losses) {
    program.sumRows(Arena.view(terms, 0, terms.size(0), terms.size(1) * terms.size(2)), part);
    program.add(losses, part, losses);
  }

  /** The blocks that own their storage; none if no model has a penalty. */
  private List<Block> penalised(Parameters parameters) {
    boolean any = plans.stream().anyMatch(plan -> !plan.penalty().equals(Penalty.NONE));
    return parameters.blocks.stream().filter(block -> any && !block.shared()).toList();
  }

  private INDArray l1(Parameters parameters, Block block) {
    return parameters.isBias(block) ? null : perModel(plan -> plan.penalty().l1Weights());
  }

  private INDArray activationLambda(int index) {
    return perModel(
        plan -> {
          DenseLayer layer = plan.network().layers().get(index);
          double units = (double) plan.data().samples() * layer.outputs();
          return layer.l1Reduction() == Reduction.MEAN
              ? layer.l1Activation() / units
              : layer.l1Activation();
        });
  }

  /** A coefficient of each model, {@code [models, 1, 1]}; null if all are 0. */
  private INDArray perModel(ToDoubleFunction<TrainingPlan> coefficient) {
    float[] values = new float[plans.size()];
    boolean any = false;
    for (int m = 0; m < values.length; m++) {
      values[m] = (float) coefficient.applyAsDouble(plans.get(m));
      any |= values[m] != 0;
    }
    return any ? arena.of(values, values.length, 1, 1) : null;
  }
}
