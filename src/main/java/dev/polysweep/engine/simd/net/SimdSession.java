package dev.polysweep.engine.simd.net;

import dev.polysweep.data.TrainingData;
import dev.polysweep.engine.net.DenseLayer;
import dev.polysweep.engine.net.LayerParameters;
import dev.polysweep.engine.net.ModelState;
import dev.polysweep.engine.net.NetworkSpec;
import dev.polysweep.engine.net.Noise;
import dev.polysweep.engine.net.TrainingPlan;
import dev.polysweep.engine.net.TrainingSession;
import dev.polysweep.math.Matrix;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * A pack in training on one core. At each step the models take turns, so that the data and draws
 * that they share are computed once and stay in the cache.
 */
public final class SimdSession implements TrainingSession {

  private final List<Member> members = new ArrayList<>();
  private final Map<Object, Workspace> workspaces = new HashMap<>();
  private final SharedDraws shared;
  private int step;

  /** A model of the pack with the data, draws and workspace that it shares with other models. */
  private final class Member {
    final TrainingPlan plan;
    final List<DenseLayer> layers;
    final SimdModel model;
    final Batch batch;
    final SharedDraws.LayerNoise[] noise;
    final float[][] draws;
    final Workspace workspace;
    boolean live = true;
    private long nanos;

    Member(TrainingPlan plan, Batch batch) {
      this.plan = plan;
      this.batch = batch;
      layers = plan.network().layers();
      model = new SimdModel(plan);
      workspace = workspace(layers, batch.stride);
      batch.share();
      noise = new SharedDraws.LayerNoise[layers.size()];
      draws = new float[layers.size()][];
      for (int l = 0; l < layers.size(); l++) {
        DenseLayer layer = layers.get(l);
        if (layer.noise().kind() != Noise.Kind.NONE) {
          noise[l] = shared.noise(layer.noise(), plan.seed(), layer.outputs(), batch.samples);
          noise[l].share();
          draws[l] = noise[l].draws;
        }
      }
    }

    void step(int step) {
      batch.at(step);
      for (SharedDraws.LayerNoise draw : noise) {
        if (draw != null) {
          draw.at(step);
        }
      }
      long start = System.nanoTime();
      model.step(batch.x, batch.y, batch.samples, draws, workspace);
      live = Double.isFinite(model.loss());
      nanos += System.nanoTime() - start;
    }

    long nanos() {
      long sum = nanos + batch.nanosPerUser();
      for (SharedDraws.LayerNoise draw : noise) {
        sum += draw == null ? 0 : draw.nanosPerUser();
      }
      return sum;
    }
  }

  /**
   * Starts the training of a pack.
   *
   * @throws IllegalArgumentException if there is no plan
   */
  public SimdSession(List<TrainingPlan> plans) {
    if (plans.isEmpty()) {
      throw new IllegalArgumentException("a pack needs at least one model");
    }
    int rows = plans.stream().mapToInt(plan -> rows(plan.network())).max().orElseThrow();
    shared = new SharedDraws(rows);
    Map<Matrix, Map<Matrix, Batch>> fixed = new IdentityHashMap<>();
    Map<TrainingData, Batch> drawn = new HashMap<>();
    for (TrainingPlan plan : plans) {
      Batch batch =
          plan.data() instanceof TrainingData.Fixed data
              ? fixed
                  .computeIfAbsent(data.x(), x -> new IdentityHashMap<>())
                  .computeIfAbsent(data.y(), y -> Batch.of(data, shared))
              : drawn.computeIfAbsent(plan.data(), data -> Batch.of(data, shared));
      members.add(new Member(plan, batch));
    }
  }

  /** The width of a network's widest layer or of its inputs. */
  private static int rows(NetworkSpec network) {
    return network.layers().stream()
        .mapToInt(layer -> Math.max(layer.inputs(), layer.outputs()))
        .max()
        .orElseThrow();
  }

  private Workspace workspace(List<DenseLayer> layers, int stride) {
    record Key(List<DenseLayer> layers, int stride) {}
    return workspaces.computeIfAbsent(
        new Key(layers, stride), key -> new Workspace(layers, stride));
  }

  @Override
  public int size() {
    return members.size();
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
    for (int k = 0; k < steps; k++) {
      for (Member member : members) {
        if (member.live) {
          member.step(step);
        }
      }
      step++;
    }
  }

  @Override
  public double loss(int model) {
    return members.get(model).model.loss();
  }

  @Override
  public boolean live(int model) {
    return members.get(model).live;
  }

  @Override
  public void stop(int model) {
    members.get(model).live = false;
  }

  @Override
  public List<LayerParameters> parameters(int model) {
    Member member = members.get(model);
    List<LayerParameters> parameters = new ArrayList<>();
    for (int l = 0; l < member.layers.size(); l++) {
      parameters.add(member.model.parameters(l));
    }
    return parameters;
  }

  @Override
  public void setParameters(int model, int layer, LayerParameters parameters) {
    Member member = members.get(model);
    parameters.requireFits(member.layers.get(layer), layer);
    member.model.setParameters(layer, parameters);
  }

  @Override
  public ModelState state(int model) {
    return requireLive(model).model.state();
  }

  @Override
  public void setState(int model, ModelState state) {
    requireLive(model).model.setState(state);
  }

  private Member requireLive(int model) {
    Member member = members.get(model);
    if (!member.live) {
      throw new IllegalStateException("model " + model + " is not in training");
    }
    return member;
  }

  @Override
  public Matrix forward(int model, Matrix x, int layer) {
    Member member = members.get(model);
    if (x.cols() != member.plan.network().inputs()) {
      throw new IllegalArgumentException(
          x + " given to a network of " + member.plan.network().inputs() + " inputs");
    }
    int stride = shared.stride(x.rows());
    Workspace ws = workspace(member.layers, stride);
    member.model.forward(Layouts.featureMajor(x, stride), ws, null, layer);
    return Layouts.rowMajor(ws.output[layer], x.rows(), member.layers.get(layer).outputs(), stride);
  }

  @Override
  public long nanos(int model) {
    return members.get(model).nanos();
  }

  @Override
  public void close() {
    workspaces.clear();
  }
}
