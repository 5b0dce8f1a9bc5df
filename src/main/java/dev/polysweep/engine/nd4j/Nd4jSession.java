package dev.polysweep.engine.nd4j;

import dev.polysweep.engine.net.DenseLayer;
import dev.polysweep.engine.net.LayerParameters;
import dev.polysweep.engine.net.ModelState;
import dev.polysweep.engine.net.Noise;
import dev.polysweep.engine.net.OptimizerSpec;
import dev.polysweep.engine.net.Reduction;
import dev.polysweep.engine.net.TrainingPlan;
import dev.polysweep.engine.net.TrainingSession;
import dev.polysweep.math.Matrix;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A pack in training, divided into batches of models that one program can train together. */
final class Nd4jSession implements TrainingSession {

  /** The batch of a model and the model's index in it. */
  private record Place(ModelBatch batch, int index) {}

  private final Arena arena = new Arena();
  private final List<TrainingPlan> plans;
  private final List<ModelBatch> batches = new ArrayList<>();
  private final Place[] places;
  private final StepDraws draws = new StepDraws();
  private final long[] nanos;
  private int step;

  Nd4jSession(List<TrainingPlan> plans) {
    this.plans = List.copyOf(plans);
    places = new Place[plans.size()];
    nanos = new long[plans.size()];
    Map<Object, List<Integer>> groups = new LinkedHashMap<>();
    for (int m = 0; m < places.length; m++) {
      groups.computeIfAbsent(key(plans.get(m)), key -> new ArrayList<>()).add(m);
    }
    try {
      groups.values().forEach(this::open);
    } catch (RuntimeException | OutOfMemoryError e) {
      close(); // frees the memory for the smaller pack that the caller tries next
      throw e;
    }
  }

  private void open(List<Integer> members) {
    ModelBatch batch = new ModelBatch(arena, members.stream().map(plans::get).toList());
    batches.add(batch);
    for (int i = 0; i < members.size(); i++) {
      places[members.get(i)] = new Place(batch, i);
    }
  }

  /**
   * The properties that all models of a batch must share. All other settings are coefficients of
   * each model.
   */
  private static Object key(TrainingPlan plan) {
    record Key(List<DenseLayer> layers, int samples, OptimizerSpec optimizer, int scheduledSteps) {}
    List<DenseLayer> shapes =
        plan.network().layers().stream()
            .map(layer -> layer.with(Noise.NONE).withL1(0, Reduction.MEAN))
            .toList();
    OptimizerSpec optimizer = plan.optimizer();
    return new Key(
        shapes,
        plan.data().samples(),
        optimizer.withWeightDecay(0),
        optimizer.scheduled() ? plan.steps() : 0);
  }

  @Override
  public int size() {
    return places.length;
  }

  @Override
  public int step() {
    return step;
  }

  @Override
  public void train(int steps) {
    if (steps < 0) {
      throw new IllegalArgumentException("cannot take " + steps + " steps");
    }
    for (int i = 0; i < steps; i++) {
      long start = System.nanoTime();
      boolean[] live = new boolean[places.length];
      int count = 0;
      for (int m = 0; m < live.length; m++) {
        live[m] = live(m);
        count += live[m] ? 1 : 0;
      }
      for (ModelBatch batch : batches) {
        batch.step(step, draws);
      }
      step++;
      long elapsed = System.nanoTime() - start;
      for (int m = 0; m < live.length; m++) {
        nanos[m] += live[m] ? elapsed / count : 0;
      }
    }
  }

  @Override
  public double loss(int model) {
    return places[model].batch.loss(places[model].index);
  }

  @Override
  public boolean live(int model) {
    return places[model].batch.live(places[model].index);
  }

  @Override
  public void stop(int model) {
    places[model].batch.leave(places[model].index);
  }

  @Override
  public List<LayerParameters> parameters(int model) {
    return places[model].batch.parameters(places[model].index);
  }

  @Override
  public void setParameters(int model, int layer, LayerParameters parameters) {
    parameters.requireFits(plans.get(model).network().layers().get(layer), layer);
    places[model].batch.setParameters(places[model].index, layer, parameters);
  }

  @Override
  public ModelState state(int model) {
    requireLive(model);
    return places[model].batch.state(places[model].index);
  }

  @Override
  public void setState(int model, ModelState state) {
    requireLive(model);
    places[model].batch.setState(places[model].index, state);
  }

  private void requireLive(int model) {
    if (!live(model)) {
      throw new IllegalStateException("model " + model + " is not in training");
    }
  }

  /** Evaluates the model's layers as a batch of one model. */
  @Override
  public Matrix forward(int model, Matrix x, int layer) {
    List<DenseLayer> specs = plans.get(model).network().layers().subList(0, layer + 1);
    if (x.cols() != specs.get(0).inputs()) {
      throw new IllegalArgumentException(
          x + " given to a network of " + specs.get(0).inputs() + " inputs");
    }
    List<LayerParameters> values = parameters(model);
    try (Arena arena = new Arena()) {
      Parameters parameters = new Parameters(arena, 1, specs);
      Program program = new Program();
      INDArray h = arena.of(x.transpose().data(), 1, x.cols(), x.rows());
      for (int l = 0; l <= layer; l++) {
        parameters.write(0, l, values.get(l));
        BatchedLayer each = new BatchedLayer(arena, specs.get(l), h, false);
        Block bias = parameters.bias(l);
        each.forward(
            program,
            parameters.weight(l).inValues(parameters.values),
            bias == null ? null : bias.inValues(parameters.values));
        h = each.output;
      }
      program.run();
      float[] out = new float[Math.toIntExact(h.length())];
      Host.read(h, 0, out, out.length);
      return new Matrix(specs.get(layer).outputs(), x.rows(), out).transpose();
    }
  }

  /**
   * The model's equal share, among the models in training, of the time of every step of the pack.
   */
  @Override
  public long nanos(int model) {
    return nanos[model];
  }

  @Override
  public void close() {
    arena.close();
  }
}
