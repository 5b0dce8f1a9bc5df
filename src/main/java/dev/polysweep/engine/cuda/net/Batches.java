package dev.polysweep.engine.cuda.net;

import dev.polysweep.data.TrainingData;
import dev.polysweep.engine.cuda.gpu.DeviceMemory;
import dev.polysweep.math.Matrix;
import dev.polysweep.math.PartialSums;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * The data of a pack on the device, each once for all models that share it. Fixed data are copied
 * there when the session is opened. Sparse features are drawn on the device, so there is nothing to
 * copy. Other data that are computed from the number of the step are computed here, for several
 * steps ahead.
 */
final class Batches {

  /** The most bytes of computed batches that are copied to the device at a time. */
  private static final long AHEAD = 64L << 20;

  /** The kinds of data, in the order of the kernel's constants. */
  enum Kind {
    FIXED,
    GENERATED,
    SPARSE
  }

  /**
   * Where the data of a model lie.
   *
   * @param kind kind of data
   * @param x address of the inputs, {@code [inputs rounded up to 4][stride]}; 0 if drawn there
   * @param y address of the targets, {@code [targets][stride]}; 0 if they are the inputs drawn
   *     there
   * @param inputStep floats from the inputs of a step to those of the next
   * @param targetStep floats from the targets of a step to those of the next
   */
  record Place(Kind kind, long x, long y, int inputStep, int targetStep) {}

  /** Data that are computed for each step, with room for several steps. */
  private static final class Computed {
    final TrainingData.Generated data;
    final Matrix x;
    final Matrix y;
    final int inputFloats;
    final int targetFloats;
    final int steps;
    long inputs;
    long targets;

    Computed(TrainingData.Generated data) {
      this.data = data;
      int stride = PartialSums.stride(data.samples());
      x = new Matrix(data.samples(), data.inputs());
      y = new Matrix(data.samples(), data.targets());
      inputFloats = WorkLayout.fours(data.inputs()) * stride;
      targetFloats = data.targets() * stride;
      long bytes = (long) (inputFloats + targetFloats) * Float.BYTES;
      steps = (int) Math.max(1, Math.min(Integer.MAX_VALUE, AHEAD / bytes));
    }
  }

  private final DeviceMemory memory;
  private final Map<Matrix, Map<Matrix, Place>> fixed = new IdentityHashMap<>();
  private final Map<TrainingData, Place> others = new HashMap<>();
  private final List<Computed> computed = new ArrayList<>();

  Batches(DeviceMemory memory) {
    this.memory = memory;
  }

  /** The place of a model's data, which are copied to the device unless they are there already. */
  Place place(TrainingData data) {
    if (data instanceof TrainingData.Fixed known) {
      return fixed
          .computeIfAbsent(known.x(), x -> new IdentityHashMap<>())
          .computeIfAbsent(known.y(), y -> copied(known));
    }
    return others.computeIfAbsent(
        data,
        other ->
            other instanceof TrainingData.Generated generated
                ? computed(generated)
                : new Place(Kind.SPARSE, 0, 0, 0, 0));
  }

  /** The address of inputs that models are trained on, feature by feature; 0 if they are not. */
  long inputs(Matrix x) {
    Map<Matrix, Place> places = fixed.get(x);
    return places == null ? 0 : places.values().iterator().next().x();
  }

  private Place copied(TrainingData.Fixed data) {
    int stride = PartialSums.stride(data.samples());
    long x = copied(data.x(), WorkLayout.fours(data.inputs()), stride);
    long y = data.y() == data.x() ? x : copied(data.y(), data.targets(), stride);
    return new Place(Kind.FIXED, x, y, 0, 0);
  }

  private long copied(Matrix m, int rows, int stride) {
    long address = memory.allocate((long) rows * stride * Float.BYTES);
    float[] out = new float[rows * stride];
    featureMajor(m, out, 0, stride);
    memory.write(out, address);
    return address;
  }

  private Place computed(TrainingData.Generated data) {
    Computed c = new Computed(data);
    c.inputs = memory.allocate((long) c.steps * c.inputFloats * Float.BYTES);
    c.targets = memory.allocate((long) c.steps * c.targetFloats * Float.BYTES);
    computed.add(c);
    return new Place(Kind.GENERATED, c.inputs, c.targets, c.inputFloats, c.targetFloats);
  }

  /** The most steps for which there is room at a time. */
  int stepsAhead() {
    return computed.stream().mapToInt(c -> c.steps).min().orElse(Integer.MAX_VALUE);
  }

  /** Computes the batches of {@code count} steps from step {@code first} on. */
  void prepare(int first, int count) {
    for (Computed c : computed) {
      int stride = PartialSums.stride(c.data.samples());
      float[] inputs = new float[count * c.inputFloats];
      float[] targets = new float[count * c.targetFloats];
      for (int i = 0; i < count; i++) {
        c.data.fill(first + i, c.x, c.y);
        featureMajor(c.x, inputs, i * c.inputFloats, stride);
        featureMajor(c.y, targets, i * c.targetFloats, stride);
      }
      memory.write(inputs, c.inputs);
      memory.write(targets, c.targets);
    }
  }

  /** Copies a matrix, whose rows are samples, to {@code [features][stride]} from index to on. */
  static void featureMajor(Matrix m, float[] out, int to, int stride) {
    float[] data = m.data();
    int cols = m.cols();
    for (int c = 0; c < cols; c++) {
      for (int r = 0; r < m.rows(); r++) {
        out[to + c * stride + r] = data[r * cols + c];
      }
    }
  }
}
