package dev.polysweep.engine.nd4j;

import dev.polysweep.engine.net.DenseLayer;
import dev.polysweep.engine.net.LayerParameters;
import dev.polysweep.engine.net.Loss;
import dev.polysweep.engine.net.ModelState;
import dev.polysweep.engine.net.Noise;
import dev.polysweep.engine.net.Reduction;
import dev.polysweep.engine.net.Tie;
import dev.polysweep.engine.net.TrainingPlan;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A batch of models with equal layers, batch size and optimiser, which are trained by one program
 * on arrays {@code [models, units, samples]} that are allocated once. A model that leaves training
 * keeps its place in the arrays: its parameters are copied out and then set to 0, so that its
 * further computations cannot overflow.
 */
final class ModelBatch {

  private final Arena arena;
  private final List<TrainingPlan> plans;
  private final BatchInput input;
  private final List<BatchedLayer> layers = new ArrayList<>();
  private final List<BatchNoise> noises = new ArrayList<>();
  private final Parameters parameters;
  private final BatchedOptimizer optimizer;
  private final Program forward = new Program();
  private final Program backward = new Program();
  private final INDArray losses;
  private final float[] lossesNow;
  private final double[] loss;
  private final List<List<LayerParameters>> left = new ArrayList<>();

  /**
   * Builds the programs of the forward pass, the backward pass and the update.
   *
   * @param arena allocates the arrays; the caller closes it
   */
  ModelBatch(Arena arena, List<TrainingPlan> plans) {
    this.arena = arena;
    this.plans = plans;
    int models = plans.size();
    List<DenseLayer> specs = plans.get(0).network().layers();
    input = new BatchInput(arena, plans);
    parameters = new Parameters(arena, models, specs);
    losses = arena.zeros(models);
    lossesNow = new float[models];
    loss = new double[models];
    for (int m = 0; m < models; m++) {
      loss[m] = Double.NaN;
      left.add(null);
      for (int l = 0; l < specs.size(); l++) {
        parameters.write(m, l, plans.get(m).initial().get(l));
      }
    }
    Penalties penalties = new Penalties(arena, plans);
    buildForward(specs, penalties);
    buildBackward(specs, penalties);
    optimizer = new BatchedOptimizer(arena, plans, parameters);
  }

  private void buildForward(List<DenseLayer> specs, Penalties penalties) {
    INDArray x = input.x;
    forward.call(() -> losses.assign(0));
    for (int l = 0; l < specs.size(); l++) {
      int index = l;
      boolean noisy =
          plans.stream()
              .map(plan -> plan.network().layers().get(index).noise().kind())
              .anyMatch(kind -> kind != Noise.Kind.NONE);
      BatchedLayer layer = new BatchedLayer(arena, specs.get(l), x, noisy);
      Block bias = parameters.bias(l);
      layer.forward(
          forward,
          parameters.weight(l).inValues(parameters.values),
          bias == null ? null : bias.inValues(parameters.values));
      penalties.activationLoss(forward, l, layer, losses);
      if (noisy) {
        BatchNoise noise = new BatchNoise(arena, plans, l);
        forward.add(layer.h, noise.values, layer.output);
        noises.add(noise);
      }
      layers.add(layer);
      x = layer.output;
    }
    BatchedLayer last = layers.get(layers.size() - 1);
    INDArray factor =
        arena.of(errorFactors(), plans.size(), specs.get(specs.size() - 1).outputs(), 1);
    forward.subtract(x, input.y, last.gradient);
    forward.multiply(last.gradient, last.gradient, last.scratch());
    forward.multiply(last.scratch(), factor, last.scratch());
    penalties.addSum(forward, last.scratch(), losses);
    penalties.parameterLoss(forward, parameters, losses);

    backward.multiply(last.gradient, factor, last.gradient);
    backward.multiply(last.gradient, 2, last.gradient);
  }

  private void buildBackward(List<DenseLayer> specs, Penalties penalties) {
    INDArray ones = arena.ones(plans.size(), plans.get(0).data().samples(), 1);
    Program additions = new Program();
    for (int l = specs.size() - 1; l >= 0; l--) {
      BatchedLayer layer = layers.get(l);
      penalties.activationGradient(backward, l, layer);
      Block weight = parameters.weight(l);
      INDArray gradWeight = weight.inState(parameters.gradients);
      if (specs.get(l).tie() == Tie.TRANSPOSED) {
        INDArray own = gradWeight;
        INDArray here = arena.zeros(own.shape());
        additions.add(own, here, own);
        gradWeight = here;
      }
      Block bias = parameters.bias(l);
      layer.backward(
          backward,
          weight.inValues(parameters.values),
          ones,
          gradWeight,
          bias == null ? null : bias.inState(parameters.gradients),
          l == 0 ? null : layers.get(l - 1).gradient);
    }
    backward.call(additions::run);
    penalties.parameterGradient(backward, parameters);
  }

  /**
   * The factors of the squared errors in the loss, {@code [models, outputs]}: importance / samples,
   * or importance / (samples·outputs) if the loss is a mean over features.
   */
  private float[] errorFactors() {
    int outputs = plans.get(0).network().outputs();
    float[] factors = new float[plans.size() * outputs];
    for (int m = 0; m < plans.size(); m++) {
      Loss loss = plans.get(m).loss();
      double divisor = plans.get(m).data().samples();
      divisor *= loss.features() == Reduction.MEAN ? outputs : 1;
      for (int k = 0; k < outputs; k++) {
        double importance = loss.importance() == null ? 1 : loss.importance()[k];
        factors[m * outputs + k] = (float) (importance / divisor);
      }
    }
    return factors;
  }

  /** Takes a step with all models that are in training. The step is counted from 0. */
  void step(int step, StepDraws draws) {
    if (live() == 0) {
      return;
    }
    input.fill(step, draws);
    noises.forEach(noise -> noise.fill(step, draws));
    forward.run();
    Host.read(losses, 0, lossesNow, lossesNow.length);
    for (int m = 0; m < lossesNow.length; m++) {
      if (left.get(m) == null) {
        loss[m] = lossesNow[m];
        if (!Double.isFinite(loss[m])) {
          leave(m);
        }
      }
    }
    if (live() > 0) {
      backward.run();
      optimizer.update(step);
    }
  }

  /** Takes a model out of training. */
  void leave(int model) {
    if (left.get(model) == null) {
      left.set(model, parameters.read(model));
      parameters.blocks.forEach(block -> parameters.clearValues(block, model));
      optimizer.freeze(model);
    }
  }

  /** Whether a model is in training. */
  boolean live(int model) {
    return left.get(model) == null;
  }

  /** The number of models in training. */
  long live() {
    return left.stream().filter(parameters -> parameters == null).count();
  }

  double loss(int model) {
    return loss[model];
  }

  /** A copy of a model's parameters. */
  List<LayerParameters> parameters(int model) {
    List<LayerParameters> kept = left.get(model);
    return kept == null
        ? parameters.read(model)
        : kept.stream().map(LayerParameters::copy).toList();
  }

  /** Replaces a layer's parameters and resets the optimiser's state for them. */
  void setParameters(int model, int layer, LayerParameters replacement) {
    if (left.get(model) != null) {
      List<LayerParameters> kept = new ArrayList<>(left.get(model));
      kept.set(layer, replacement.copy());
      left.set(model, kept);
      return;
    }
    parameters.write(model, layer, replacement);
    parameters.replacedWith(layer).forEach(block -> optimizer.forget(block, model));
  }

  /**
   * A snapshot of one model: the values, both moments and the number of updates of every block, in
   * the order of the blocks.
   */
  private record State(List<float[]> values, List<float[]> moments, int[] updates)
      implements ModelState {}

  /** A snapshot of a model that is in training. */
  ModelState state(int model) {
    List<float[]> values = new ArrayList<>();
    List<float[]> moments = new ArrayList<>();
    for (Block block : parameters.blocks) {
      values.add(parameters.read(block, model));
      moments.addAll(parameters.readMoments(block, model));
    }
    return new State(values, moments, optimizer.updates(model));
  }

  /** Gives a model that is in training the state of a snapshot. */
  void setState(int model, ModelState state) {
    List<Block> blocks = parameters.blocks;
    if (!(state instanceof State s) || !fits(s.values, blocks)) {
      throw new IllegalArgumentException(
          "the state belongs to another engine or to a model with other layers");
    }
    for (int b = 0; b < blocks.size(); b++) {
      parameters.write(blocks.get(b), model, s.values.get(b));
      parameters.writeMoments(blocks.get(b), model, s.moments.get(2 * b), s.moments.get(2 * b + 1));
    }
    optimizer.setUpdates(model, s.updates);
  }

  private static boolean fits(List<float[]> values, List<Block> blocks) {
    return values.stream()
        .map(v -> v.length)
        .toList()
        .equals(blocks.stream().map(Block::size).toList());
  }
}
