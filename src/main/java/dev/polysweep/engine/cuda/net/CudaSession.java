package dev.polysweep.engine.cuda.net;

import dev.polysweep.engine.cuda.gpu.Accelerator;
import dev.polysweep.engine.cuda.gpu.DeviceMemory;
import dev.polysweep.engine.cuda.gpu.Kernel;
import dev.polysweep.engine.cuda.gpu.Queue;
import dev.polysweep.engine.net.LayerParameters;
import dev.polysweep.engine.net.ModelState;
import dev.polysweep.engine.net.TrainingPlan;
import dev.polysweep.engine.net.TrainingSession;
import dev.polysweep.math.Matrix;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A pack in training on the device, one block a model. All steps of a call of {@link #train} are
 * one launch for each kind of model, unless that would take longer than {@value #LONGEST_S} s.
 */
public final class CudaSession implements TrainingSession {

  /** Seconds that a launch takes at most, so that displays and watchdogs live. */
  private static final double LONGEST_S = 1;

  /** Most steps of the first launch, whose time tells how many steps later launches may have. */
  private static final int FIRST_STEPS = 50;

  /** Floating-point operations of a launch's every block that take less than a second anywhere. */
  private static final double SAFE_FLOP = 5e9;

  /** Number of blocks that any GPU runs side by side. */
  private static final double SIDE_BY_SIDE = 32;

  /** Floats of parameters and moments of which no copy is kept. */
  private static final long LARGE = 1 << 26;

  private final Queue queue;
  private final DeviceMemory memory;
  private final List<CudaModel> models = new ArrayList<>();
  private final Batches batches;
  private final DeviceMemory.Growing turns;
  private final DeviceMemory.Growing table;
  private final Evaluations evaluations;

  /** A copy of what all models have learnt, as long as it is that. */
  private float[] copy;

  private long begin;
  private long floats;
  private long cells;
  private long losses;
  private int step;
  private double stepsAtATime;

  /** What models that can be trained by one launch have in common. */
  private record Launch(Kernel kernel, int threads, int sharedBytes) {}

  /**
   * Starts the training of a pack.
   *
   * @throws IllegalArgumentException if there is no plan
   * @throws OutOfMemoryError if the pack does not fit into the device's memory
   */
  public CudaSession(Accelerator gpu, List<TrainingPlan> plans) {
    if (plans.isEmpty()) {
      throw new IllegalArgumentException("a pack needs at least one model");
    }
    queue = gpu.open();
    memory = new DeviceMemory(queue);
    batches = new Batches(memory);
    turns = memory.new Growing();
    table = memory.new Growing();
    evaluations = new Evaluations(queue, memory, batches);
    try {
      for (TrainingPlan plan : plans) {
        models.add(new CudaModel(plan, memory, gpu.sharedMemory()));
      }
      place();
      stepsAtATime = firstSteps();
    } catch (RuntimeException | OutOfMemoryError e) {
      close();
      throw e;
    }
  }

  /** Allocates what the models need on the device and writes their records. */
  private void place() {
    losses = memory.allocate((long) models.size() * Double.BYTES);
    long bytes = models.stream().mapToLong(CudaModel::bytes).sum();
    begin = memory.allocate(bytes);
    floats = bytes / Float.BYTES;
    long states = begin;
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

  /** The number of steps that certainly take no more than a few seconds. */
  private double firstSteps() {
    double most = models.stream().mapToDouble(CudaModel::flop).max().orElseThrow();
    double rounds = Math.ceil(models.size() / SIDE_BY_SIDE);
    return Math.max(1, Math.min(FIRST_STEPS, SAFE_FLOP / most / rounds));
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
    copy = null;
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
        CudaModel model = models.get(m);
        for (int block = 0; block < model.taken.length; block++) {
          rows.putInt(sizes.place(model.plan, block % 2 != 0, model.taken[block]));
        }
      }
    }
    long turnsAt = turns.atLeast(rows.limit());
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
    float[] values = values(m);
    List<LayerParameters> parameters = new ArrayList<>();
    for (int l = 0; l < m.plan.network().layers().size(); l++) {
      parameters.add(m.layout.read(l, values));
    }
    return parameters;
  }

  /** The parameters of a model, from a copy of those of all models unless that would be large. */
  private float[] values(CudaModel m) {
    if (floats > LARGE) {
      return m.values();
    }
    if (copy == null) {
      copy = new float[(int) floats];
      memory.read(begin, copy);
    }
    int from = (int) ((m.theta() - begin) / Float.BYTES);
    return Arrays.copyOfRange(copy, from, from + m.layout.parameters());
  }

  @Override
  public void setParameters(int model, int layer, LayerParameters parameters) {
    copy = null;
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
    copy = null;
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
    return forward(List.of(model), List.of(x), layer).get(0);
  }

  @Override
  public List<Matrix> forward(List<Integer> indices, List<Matrix> x, int layer) {
    return evaluations.of(indices.stream().map(models::get).toList(), x, layer);
  }

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
