package dev.polysweep.engine.cuda.net;

import dev.polysweep.engine.cuda.gpu.DeviceMemory;
import dev.polysweep.engine.net.DenseLayer;
import dev.polysweep.engine.net.LayerParameters;
import dev.polysweep.engine.net.ModelState;
import dev.polysweep.engine.net.OptimizerSpec;
import dev.polysweep.engine.net.ParameterLayout;
import dev.polysweep.engine.net.Tie;
import dev.polysweep.engine.net.TrainingPlan;
import java.util.Arrays;
import java.util.List;

/**
 * One network of a pack, whose parameters and moments lie on the device in the places of {@link
 * ParameterLayout}. The optimiser's block 2l is the weights of layer l, block 2l + 1 its biases.
 */
final class CudaModel {

  final TrainingPlan plan;
  final ParameterLayout layout;
  final WorkLayout work;

  /** For each block the number of steps that it has taken. */
  final int[] taken;

  double loss = Double.NaN;
  boolean live = true;
  long nanos;

  private final DeviceMemory memory;
  private final int moments;
  private long theta;

  CudaModel(TrainingPlan plan, DeviceMemory memory, int sharedMemory) {
    this.plan = plan;
    this.memory = memory;
    layout = new ParameterLayout(plan.network());
    work = new WorkLayout(plan, layout, sharedMemory);
    taken = new int[2 * plan.network().layers().size()];
    moments = plan.optimizer().kind() == OptimizerSpec.Kind.SGD ? 0 : layout.gradients();
  }

  /** A snapshot of parameters, both moments and steps taken. */
  private record State(float[] theta, float[] first, float[] second, int[] taken)
      implements ModelState {}

  /** Bytes of parameters and both moments. */
  long bytes() {
    return (long) (layout.parameters() + 2 * moments) * Float.BYTES;
  }

  /** The floating-point operations of a step, without what is done for each sample and unit. */
  double flop() {
    double weights = 0;
    for (DenseLayer layer : plan.network().layers()) {
      weights += (double) layer.inputs() * layer.outputs();
    }
    return 6 * weights * plan.data().samples();
  }

  /** Gives the model its place on the device and writes the plan's parameters there. */
  void place(long address) {
    theta = address;
    float[] all = new float[layout.parameters() + 2 * moments];
    for (int l = 0; l < plan.network().layers().size(); l++) {
      layout.write(l, plan.initial().get(l), all);
    }
    memory.write(all, address);
  }

  /** The address of the parameters. */
  long theta() {
    return theta;
  }

  /** The address of the first moments. */
  long first() {
    return theta + (long) layout.parameters() * Float.BYTES;
  }

  /** The address of the second moments. */
  long second() {
    return first() + (long) moments * Float.BYTES;
  }

  /** A copy of all parameters, for {@link ParameterLayout#read}. */
  float[] values() {
    return read(theta, layout.parameters());
  }

  /** Replaces layer l's parameters and resets the optimiser's state for them. */
  void setParameters(int l, LayerParameters parameters) {
    List<DenseLayer> layers = plan.network().layers();
    float[] values = values();
    layout.write(l, parameters, values);
    memory.write(values, theta);
    for (int k = 0; k < layers.size(); k++) {
      int owner = layers.get(k).tie() == Tie.NONE ? k : layers.get(k).tiedTo();
      if (owner == l) {
        forget(2 * k, layout.use(k).gradient(), layout.use(k).length());
      }
    }
    if (layers.get(l).bias()) {
      forget(2 * l + 1, layout.use(l).bias(), layers.get(l).outputs());
    }
  }

  private void forget(int block, int from, int length) {
    taken[block] = 0;
    if (moments > 0) {
      memory.write(new float[length], first() + (long) from * Float.BYTES);
      memory.write(new float[length], second() + (long) from * Float.BYTES);
    }
  }

  ModelState state() {
    return new State(values(), read(first(), moments), read(second(), moments), taken.clone());
  }

  /**
   * Gives this model the state of a snapshot.
   *
   * @throws IllegalArgumentException if the snapshot is of another engine or of a model with other
   *     layers
   */
  void setState(ModelState state) {
    if (!(state instanceof State s)
        || s.theta.length != layout.parameters()
        || s.first.length != moments
        || s.taken.length != taken.length) {
      throw new IllegalArgumentException(
          "the state belongs to another engine or to a model with other layers");
    }
    memory.write(s.theta, theta);
    memory.write(s.first, first());
    memory.write(s.second, second());
    System.arraycopy(s.taken, 0, taken, 0, taken.length);
  }

  /** Counts steps that every block has taken. */
  void count(int steps) {
    for (int block = 0; block < taken.length; block++) {
      taken[block] += steps;
    }
  }

  private float[] read(long address, int length) {
    float[] values = new float[length];
    memory.read(address, values);
    return values;
  }

  @Override
  public String toString() {
    return plan.network() + ", blocks' steps " + Arrays.toString(taken);
  }
}
