package dev.polysweep.engine.nd4j;

import dev.polysweep.engine.net.OptimizerSpec;
import dev.polysweep.engine.net.TrainingPlan;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The optimiser of all models of a batch: Adam, AdamW or SGD as in torch.optim, on the flat arrays
 * of {@link Parameters}. Coefficients that depend on the step, the model or the block are flat
 * arrays of the same layout, which the host writes at each step.
 */
final class BatchedOptimizer {

  private final OptimizerSpec spec;
  private final OptimizerSpec ofBiases;
  private final int totalSteps;
  private final Parameters parameters;
  private final int models;
  private final double[] weightDecay;
  private final boolean[] frozen;
  private final int[][] updates;

  private final INDArray stepSize;
  private final INDArray rootCorrection;
  private final INDArray keep;
  private final INDArray squares;
  private final INDArray squareSum;
  private final INDArray scratch;
  private final float[] host;
  private final float[] norms;
  private final INDArray clipScale;
  private final Program program = new Program();

  /**
   * Builds the program of an update.
   *
   * @param plans one plan a model; their optimisers may differ in the weight decay only
   */
  BatchedOptimizer(Arena arena, List<TrainingPlan> plans, Parameters parameters) {
    this.parameters = parameters;
    spec = plans.get(0).optimizer();
    ofBiases = spec.ofBiases();
    totalSteps = plans.get(0).steps();
    models = plans.size();
    weightDecay = plans.stream().mapToDouble(plan -> plan.optimizer().weightDecay()).toArray();
    frozen = new boolean[models];
    updates = new int[parameters.blocks.size()][models];
    long length = parameters.gradients.length();
    stepSize = arena.zeros(length);
    rootCorrection = arena.zeros(length);
    keep = arena.zeros(length);
    scratch = arena.zeros(length);
    squares = arena.zeros(length);
    squareSum = arena.zeros(models);
    clipScale = arena.zeros(models, 1, 1);
    host = new float[Math.toIntExact(length)];
    norms = new float[models];
    build(arena);
  }

  /** Updates all values from the gradients. The step is counted from 0. */
  void update(int step) {
    writeCoefficients(step);
    program.run();
  }

  /**
   * Resets the optimiser's state of one model for a block: moments and the number of updates become
   * 0.
   */
  void forget(Block block, int model) {
    parameters.clearMoments(block, model);
    updates[parameters.blocks.indexOf(block)][model] = 0;
  }

  /** The number of updates that each block of a model has had. */
  int[] updates(int model) {
    return Arrays.stream(updates).mapToInt(ofBlock -> ofBlock[model]).toArray();
  }

  /** Sets the number of updates that each block of a model has had. */
  void setUpdates(int model, int[] ofBlocks) {
    for (int b = 0; b < ofBlocks.length; b++) {
      updates[b][model] = ofBlocks[b];
    }
  }

  /** Excludes a model from all further updates. */
  void freeze(int model) {
    frozen[model] = true;
    parameters.blocks.forEach(block -> parameters.clearMoments(block, model));
  }

  private void build(Arena arena) {
    INDArray g = parameters.gradients;
    if (spec.clipNorm() != 0) {
      clip(g);
    }
    boolean decays = Arrays.stream(weightDecay).anyMatch(decay -> decay != 0);
    boolean decoupled = spec.kind() == OptimizerSpec.Kind.ADAMW;
    if (decays && !decoupled) {
      coupledDecay(arena, g);
    }
    if (spec.kind() == OptimizerSpec.Kind.SGD) {
      program.multiply(g, stepSize, scratch);
    } else {
      adam(g);
    }
    for (Block block : parameters.blocks) {
      INDArray values = block.inValues(parameters.values);
      if (decays && decoupled) {
        program.multiply(values, block.inState(keep), values);
      }
      program.subtract(values, block.inState(scratch), values);
    }
  }

  /**
   * Appends g ← g·min(1, c/(‖g‖ + 1e-6)), where ‖g‖ is the norm over all parameters of one model
   * and c the clipping norm.
   */
  private void clip(INDArray g) {
    program.multiply(g, g, squares);
    program.call(() -> Arrays.fill(norms, 0));
    float[] part = new float[models];
    for (Block block : parameters.blocks) {
      program.sumRows(Arena.view(squares, block.state(), models, block.size()), squareSum);
      program.call(
          () -> {
            Host.read(squareSum, 0, part, models);
            for (int m = 0; m < models; m++) {
              norms[m] += part[m];
            }
          });
    }
    program.call(
        () -> {
          for (int m = 0; m < models; m++) {
            double norm = Math.sqrt(norms[m]);
            norms[m] = (float) Math.min(1, spec.clipNorm() / (norm + 1e-6));
          }
          Host.write(norms, 0, models, clipScale, 0);
        });
    for (Block block : parameters.blocks) {
      INDArray part3 = block.inState(g);
      program.multiply(part3, clipScale, part3);
    }
  }

  /** Appends coupled weight decay, g ← g + λ·p. */
  private void coupledDecay(Arena arena, INDArray g) {
    float[] perModel = new float[models];
    for (int m = 0; m < models; m++) {
      perModel[m] = (float) weightDecay[m];
    }
    INDArray decay = arena.of(perModel, models, 1, 1);
    for (Block block : parameters.blocks) {
      INDArray part = block.inState(scratch);
      program.multiply(block.inValues(parameters.values), decay, part);
      if (parameters.isBias(block) && spec.biases().decayFactor() != 1) {
        program.multiply(part, spec.biases().decayFactor(), part);
      }
    }
    program.add(g, scratch, g);
  }

  /**
   * Appends m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g² and scratch = stepSize·m/(√v·rootCorrection +
   * ε).
   */
  private void adam(INDArray g) {
    INDArray m = parameters.moment1;
    INDArray v = parameters.moment2;
    program.multiply(g, g, squares);
    program.multiply(squares, 1 - spec.beta2(), squares);
    program.multiply(v, spec.beta2(), v);
    program.add(v, squares, v);
    program.multiply(g, 1 - spec.beta1(), g);
    program.multiply(m, spec.beta1(), m);
    program.add(m, g, m);
    program.sqrt(v, squares);
    program.multiply(squares, rootCorrection, squares);
    program.add(squares, spec.eps(), squares);
    program.multiply(m, stepSize, scratch);
    program.divide(scratch, squares, scratch);
  }

  private void writeCoefficients(int step) {
    for (int[] perModel : updates) {
      for (int m = 0; m < models; m++) {
        perModel[m]++;
      }
    }
    double lr = spec.rate(step, totalSteps);
    double biasLr = ofBiases.rate(step, totalSteps);
    write(stepSize, (m, t, bias) -> frozen[m] ? 0 : stepSize(bias ? biasLr : lr, t));
    if (spec.kind() != OptimizerSpec.Kind.SGD) {
      write(rootCorrection, (m, t, bias) -> 1 / Math.sqrt(1 - StrictMath.pow(spec.beta2(), t)));
    }
    if (spec.kind() == OptimizerSpec.Kind.ADAMW) {
      double factor = spec.biases().decayFactor();
      write(
          keep,
          (m, t, bias) -> 1 - (bias ? biasLr * (weightDecay[m] * factor) : lr * weightDecay[m]));
    }
  }

  private double stepSize(double lr, int t) {
    boolean sgd = spec.kind() == OptimizerSpec.Kind.SGD;
    return sgd ? lr : lr / (1 - StrictMath.pow(spec.beta1(), t));
  }

  /**
   * A coefficient as a function of the model m, of the number t of updates, this one included, of a
   * block, and of whether the block is a bias.
   */
  private interface Coefficient {
    double of(int m, int t, boolean bias);
  }

  private void write(INDArray array, Coefficient coefficient) {
    for (int b = 0; b < updates.length; b++) {
      Block block = parameters.blocks.get(b);
      int at = (int) block.state();
      boolean bias = parameters.isBias(block);
      for (int m = 0; m < models; m++) {
        Arrays.fill(host, at, at += block.size(), (float) coefficient.of(m, updates[b][m], bias));
      }
    }
    Host.write(host, 0, host.length, array, 0);
  }
}
