package dev.polysweep.engine.cuda;

import dev.polysweep.engine.net.DenseLayer;
import dev.polysweep.engine.net.LayerParameters;
import dev.polysweep.engine.net.ModelState;
import dev.polysweep.engine.net.ParameterLayout;
import dev.polysweep.engine.net.TrainingPlan;
import dev.polysweep.engine.net.TrainingSession;
import dev.polysweep.math.Matrix;
import dev.polysweep.math.PartialSums;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A pack in training on the device, one block a model. All steps of a call of {@link #train} are
 * one launch for each kind of model, unless that would take longer than {@value #LONGEST_S} s.
 */
final class CudaSession implements TrainingSession {

  /** Seconds that a launch takes at most, so that displays and watchdogs live. */
  private static final double LONGEST_S = 1;

  /** Steps of the first launch, whose time tells how many steps later launches may have. */
  private static final int FIRST_STEPS = 50;

  private final Queue queue;
  private final DeviceMemory memory;
  private final List<CudaModel> models = new ArrayList<>();
  private final Batches batches;
  private final DeviceMemory.Growing turns;
  private final DeviceMemory.Growing table;
  private final DeviceMemory.Growing[] activations;
  private long cells;
  private long losses;
  private int step;
  private double stepsAtATime = FIRST_STEPS;

  /** What models that can be trained by one launch have in common. */
  private record Launch(Kernel kernel, int threads, int sharedBytes) {}

  /**
   * Starts the training of a pack.
   *
   * @throws IllegalArgumentException if there is no plan
   * @throws OutOfMemoryError if the pack does not fit into the device's memory
   */
  CudaSession(Accelerator gpu, List<TrainingPlan> plans) {
    if (plans.isEmpty()) {
      throw new IllegalArgumentException("a pack needs at least one model");
    }
    queue = gpu.open();
    memory = new DeviceMemory(queue);
    batches = new Batches(memory);
    turns = memory.new Growing();
    table = memory.new Growing();
    activations = new DeviceMemory.Growing[] {memory.new Growing(), memory.new Growing()};
    try {
      for (TrainingPlan plan : plans) {
        models.add(new CudaModel(plan, memory, gpu.sharedMemory()));
      }
      place();
    } catch (RuntimeException | OutOfMemoryError e) {
      close();
      throw e;
    }
  }

  /** Allocates what the models need on the device and writes their records. */
  private void place() {
    losses = memory.allocate((long) models.size() * Double.BYTES);
    long states = memory.allocate(models.stream().mapToLong(CudaModel::bytes).sum());
    long work =
        memory.allocate(
            models.stream().mapToLong(m -> (long) m.work.globalWork * Float.BYTES).sum());
    long sums =
        memory.allocate(
            models.stream().mapToLong(m -> (long) m.work.globalSums * Float.BYTES).sum());
    int depth = models.stream().mapToInt(m -> m.plan.network().layers().size()).sum();
    int factors = models.stream().mapToInt(m -> 2 * m.plan.network().outputs()).sum();
    ByteBuffer layers = DeviceMemory.buffer(depth * CellRecords.LAYER);
    ByteBuffer loss = DeviceMemory.buffer(factors * Float.BYTES);
    for (CudaModel m : models) {
      CellRecords.putLayers(layers, m.plan, m.layout, m.work);
      loss.asFloatBuffer().put(CellRecords.factors(m.plan));
      loss.position(loss.position() + 2 * m.plan.network().outputs() * Float.BYTES);
    }
    long layersAt = memory.allocate(layers.flip());
    long lossAt = memory.allocate(loss.flip());
    ByteBuffer records = DeviceMemory.buffer(models.size() * CellRecords.CELL);
    for (int i = 0; i < models.size(); i++) {
      CudaModel m = models.get(i);
      m.place(states);
      CellRecords.Addresses at =
          new CellRecords.Addresses(
              m.theta(),
              m.first(),
              m.second(),
              lossAt,
              layersAt,
              work,
              sums,
              losses + (long) i * Double.BYTES);
      CellRecords.putCell(records, m.plan, m.layout, m.work, at, batches.place(m.plan.data()));
      states += m.bytes();
      work += (long) m.work.globalWork * Float.BYTES;
      sums += (long) m.work.globalSums * Float.BYTES;
      layersAt += (long) m.plan.network().layers().size() * CellRecords.LAYER;
      lossAt += 2L * m.plan.network().outputs() * Float.BYTES;
    }
    cells = memory.allocate(records.flip());
  }

  @Override
  public int size() {
    return models.size();
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
    int end = step + steps;
    while (step < end) {
      List<Integer> live = new ArrayList<>();
      for (int m = 0; m < models.size(); m++) {
        if (models.get(m).live) {
          live.add(m);
        }
      }
      if (live.isEmpty()) {
        step = end;
        return;
      }
      int count = Math.min(end - step, Math.min((int) stepsAtATime, batches.stepsAhead()));
      long start = System.nanoTime();
      batches.prepare(step, count);
      long launched = System.nanoTime();
      launch(live, count);
      readLosses(live, count);
      long finished = System.nanoTime();
      step += count;
      for (int m : live) {
        models.get(m).nanos += (finished - start) / live.size();
      }
      double fitting = count * LONGEST_S / Math.max(1e-6, (finished - launched) / 1e9);
      stepsAtATime = Math.max(1, Math.min(fitting, 8.0 * Math.max(count, stepsAtATime)));
    }
  }

  private void launch(List<Integer> live, int count) {
    Map<Launch, List<Integer>> groups = new LinkedHashMap<>();
    int width = 1;
    for (int m : live) {
      WorkLayout work = models.get(m).work;
      Launch key = new Launch(work.kernel, work.threads, work.sharedBytes);
      groups.computeIfAbsent(key, k -> new ArrayList<>()).add(m);
      width = Math.max(width, 1 + models.get(m).taken.length);
    }
    StepSizes sizes = new StepSizes(step, count);
    ByteBuffer rows = memory.staging(live.size() * width * Integer.BYTES);
    int entry = 0;
    for (List<Integer> group : groups.values()) {
      for (int m : group) {
        rows.position(entry++ * width * Integer.BYTES);
        rows.putInt(m);
        for (int taken : models.get(m).taken) {
          rows.putInt(sizes.place(models.get(m).plan, taken));
        }
      }
    }
    long turnsAt = turns.atLeast(rows.capacity());
    queue.upload(rows.position(0), turnsAt);
    ByteBuffer values = memory.staging(sizes.bytes());
    long tableAt = table.atLeast(values.remaining());
    sizes.put(values);
    queue.upload(values.flip(), tableAt);
    for (Map.Entry<Launch, List<Integer>> group : groups.entrySet()) {
      Launch with = group.getKey();
      int blocks = group.getValue().size();
      queue.launch(
          with.kernel(),
          blocks,
          with.threads(),
          with.sharedBytes(),
          cells,
          turnsAt,
          width,
          step,
          count,
          tableAt);
      turnsAt += (long) blocks * width * Integer.BYTES;
    }
  }

  private void readLosses(List<Integer> live, int count) {
    ByteBuffer values = memory.staging(models.size() * Double.BYTES);
    queue.download(losses, values);
    for (int m : live) {
      CudaModel model = models.get(m);
      model.loss = values.getDouble(m * Double.BYTES);
      model.live = Double.isFinite(model.loss);
      model.count(count);
    }
  }

  @Override
  public double loss(int model) {
    return models.get(model).loss;
  }

  @Override
  public boolean live(int model) {
    return models.get(model).live;
  }

  @Override
  public void stop(int model) {
    models.get(model).live = false;
  }

  @Override
  public List<LayerParameters> parameters(int model) {
    CudaModel m = models.get(model);
    float[] values = m.values();
    List<LayerParameters> parameters = new ArrayList<>();
    for (int l = 0; l < m.plan.network().layers().size(); l++) {
      parameters.add(m.layout.read(l, values));
    }
    return parameters;
  }

  @Override
  public void setParameters(int model, int layer, LayerParameters parameters) {
    CudaModel m = models.get(model);
    parameters.requireFits(m.plan.network().layers().get(layer), layer);
    m.setParameters(layer, parameters);
  }

  @Override
  public ModelState state(int model) {
    return requireLive(model).state();
  }

  @Override
  public void setState(int model, ModelState state) {
    requireLive(model).setState(state);
  }

  private CudaModel requireLive(int model) {
    CudaModel m = models.get(model);
    if (!m.live) {
      throw new IllegalStateException("model " + model + " is not in training");
    }
    return m;
  }

  @Override
  public Matrix forward(int model, Matrix x, int layer) {
    CudaModel m = models.get(model);
    List<DenseLayer> layers = m.plan.network().layers();
    if (x.cols() != m.plan.network().inputs()) {
      throw new IllegalArgumentException(
          x + " given to a network of " + m.plan.network().inputs() + " inputs");
    }
    int stride = PartialSums.stride(x.rows());
    int widest = layers.get(0).inputs();
    for (DenseLayer each : layers.subList(0, layer + 1)) {
      widest = Math.max(widest, each.outputs());
    }
    long bytes = (long) widest * stride * Float.BYTES;
    long in = activations[0].atLeast(bytes);
    long out = activations[1].atLeast(bytes);
    float[] values = new float[x.cols() * stride];
    Batches.featureMajor(x, values, 0, stride);
    memory.write(values, in);
    for (int l = 0; l <= layer; l++) {
      evaluate(m, l, in, out, stride);
      long swap = in;
      in = out;
      out = swap;
    }
    values = new float[layers.get(layer).outputs() * stride];
    memory.read(in, values);
    return rowMajor(values, x.rows(), layers.get(layer).outputs(), stride);
  }

  private void evaluate(CudaModel m, int l, long in, long out, int stride) {
    DenseLayer layer = m.plan.network().layers().get(l);
    ParameterLayout.Use use = m.layout.use(l);
    int threads = 128;
    int blocks =
        (int) Math.min(1024, ((long) layer.outputs() * stride / 4 + threads - 1) / threads);
    queue.launch(
        Kernel.EVALUATE,
        blocks,
        threads,
        0,
        m.theta(),
        use.weights(),
        use.rowStep(),
        use.colStep(),
        use.bias(),
        in,
        layer.inputs(),
        out,
        layer.outputs(),
        stride,
        layer.activation().ordinal());
  }

  private static Matrix rowMajor(float[] in, int samples, int features, int stride) {
    Matrix m = new Matrix(samples, features);
    float[] data = m.data();
    for (int c = 0; c < features; c++) {
      for (int r = 0; r < samples; r++) {
        data[r * features + c] = in[c * stride + r];
      }
    }
    return m;
  }

  /** The model's equal share, among the models in training, of the time of the pack. */
  @Override
  public long nanos(int model) {
    return models.get(model).nanos;
  }

  @Override
  public void close() {
    try (queue) {
      memory.close();
    }
  }
}
