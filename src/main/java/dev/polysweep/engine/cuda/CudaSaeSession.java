package dev.polysweep.engine.cuda;

import dev.polysweep.engine.sae.SaeArchitecture;
import dev.polysweep.engine.sae.SaeCodes;
import dev.polysweep.engine.sae.SaeConstraints.Decoder;
import dev.polysweep.engine.sae.SaeLoss;
import dev.polysweep.engine.sae.SaeParameters;
import dev.polysweep.engine.sae.SaePlan;
import dev.polysweep.engine.sae.SaeSelection;
import dev.polysweep.engine.sae.SaeSession;
import dev.polysweep.engine.sae.SaeState;
import dev.polysweep.engine.sae.SaeStep;
import dev.polysweep.engine.sae.SaeTarget;
import dev.polysweep.math.Matrix;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The training of a sparse autoencoder on the device, with the bits of the engine {@code simd}. A
 * step is a row of launches; only {@link #step}, which returns the losses, waits for them.
 */
final class CudaSaeSession implements SaeSession {

  /** Samples that are encoded or decoded at a time. */
  private static final int CHUNK = 4096;

  private final SaePlan plan;
  private final SaeArchitecture architecture;
  private final SaeRule rule;
  private final Queue queue;
  private final DeviceMemory memory;
  private final SaeArrays arrays;
  private final SaeSteps launches;
  private final SaeCodesReader codes;
  private final SaeResampler resampler;
  private final DeviceMemory.Growing batch;
  private int steps;
  private int recalled;
  private double[] recent;
  private boolean started;
  private SaeTarget.State control = SaeTarget.State.START;

  /**
   * Starts a training.
   *
   * @throws UnsupportedOperationException if the kernels cannot train the plan
   * @throws OutOfMemoryError if it does not fit into the device's memory
   */
  CudaSaeSession(Accelerator gpu, SaePlan plan, SaeTiling tiling) {
    this.plan = plan;
    architecture = plan.architecture();
    rule = SaeRule.of(plan);
    recent = architecture.memory();
    queue = gpu.open();
    memory = new DeviceMemory(queue);
    batch = memory.new Growing();
    try {
      arrays = new SaeArrays(memory, plan);
      launches = new SaeSteps(queue, memory, plan, arrays, tiling);
      codes = new SaeCodesReader(queue, memory, arrays);
      resampler = new SaeResampler(queue, memory, plan, arrays);
      resampler.start();
    } catch (RuntimeException | OutOfMemoryError e) {
      close();
      throw e;
    }
  }

  @Override
  public int steps() {
    return steps;
  }

  @Override
  public SaeLoss step(Matrix x) {
    check(x);
    return step(upload(x), x.rows());
  }

  /**
   * Takes a step.
   *
   * @param x address of the batch, {@code [rows][dIn]}
   */
  SaeLoss step(long x, int rows) {
    double coefficient = begin(x, rows);
    SaeLoss loss = loss(rows, coefficient);
    if (plan.target() != null) {
      control = plan.target().after(control, steps - 1, loss.l0());
    }
    int[] silent = silentSteps();
    int dead = (int) Arrays.stream(silent).filter(s -> s >= plan.deadWindow()).count();
    int resampled = 0;
    if (plan.resampling().due(steps) && dead > 0) {
      resampled = resample(rows, coefficient);
    }
    return loss.with(dead, resampled);
  }

  /** Starts the launches of a step, and returns the coefficient of its penalty. */
  double begin(long x, int rows) {
    SaeArchitecture now = architecture.at(steps, recent);
    double coefficient = now.coefficient(steps) * control.factor();
    launches.encode(x, rows, now, now.training(), true, steps);
    launches.reconstruct(rows, rule, coefficient, true, steps);
    if (now.aux().k() > 0) {
      launches.wake(rows, now.aux());
    }
    launches.learn(rows, steps, started);
    started = true;
    steps++;
    if (steps - recalled == SaeSteps.REMEMBERED) {
      recall();
    }
    return coefficient;
  }

  /** Lets the architecture take in what the last steps selected. */
  private void recall() {
    if (recent.length > 0 && recalled < steps) {
      float[] least = launches.remembered();
      for (int step = recalled; step < steps; step++) {
        architecture.remember(recent, new Facts(step, least[step % least.length]));
      }
    }
    recalled = steps;
  }

  /** What an architecture may learn of a step. */
  private record Facts(int number, float selected) implements SaeStep {
    @Override
    public float least(int round) {
      return selected;
    }

    @Override
    public double mean(SampleSum sum) {
      throw new UnsupportedOperationException("the device keeps no entries for sums on the host");
    }
  }

  private SaeLoss loss(int rows, double coefficient) {
    float[] error = new float[rows];
    float[] penalty = new float[rows];
    int[] active = new int[rows];
    SaeTerm main = launches.main();
    memory.read(main.errors(), error);
    memory.read(main.penalties(), penalty);
    memory.read(main.actives(), active);
    float[] auxError = new float[rows];
    if (launches.aux() != null) {
      memory.read(launches.aux().errors(), auxError);
    }
    double mse = 0;
    double penalties = 0;
    double aux = 0;
    double l0 = 0;
    for (int s = 0; s < rows; s++) {
      mse += error[s];
      penalties += penalty[s];
      aux += auxError[s];
      l0 += active[s];
    }
    return new SaeLoss(mse / rows, coefficient * penalties / rows, aux / rows, 0, l0 / rows, 0, 0);
  }

  private long upload(Matrix x) {
    long at = batch.atLeast((long) x.data().length * Float.BYTES);
    memory.write(x.data(), at);
    return at;
  }

  @Override
  public int resample(Matrix inputs) {
    check(inputs);
    SaeArchitecture now = architecture.at(steps, recent);
    double coefficient = now.coefficient(steps) * control.factor();
    int rows = inputs.rows();
    launches.encode(upload(inputs), rows, now, now.training(), false, steps);
    launches.reconstruct(rows, rule, coefficient, false, steps);
    return resample(rows, coefficient);
  }

  private int resample(int rows, double coefficient) {
    float[] error = new float[rows];
    float[] penalty = new float[rows];
    memory.read(launches.main().errors(), error);
    memory.read(launches.main().penalties(), penalty);
    double[] losses = new double[rows];
    Arrays.setAll(losses, s -> error[s] + coefficient * penalty[s]);
    int[] silent = silentSteps();
    int[] dead =
        IntStream.range(0, silent.length).filter(f -> silent[f] >= plan.deadWindow()).toArray();
    int done = resampler.run(dead, launches.centred(), losses, steps);
    launches.changed();
    return done;
  }

  @Override
  public SaeCodes encode(Matrix x) {
    check(x);
    recall();
    return encode(x, architecture, architecture.evaluation(recent, 0), CHUNK);
  }

  @Override
  public SaeCodes encodeBatch(Matrix x) {
    check(x);
    SaeArchitecture now = architecture.at(steps, recent);
    return encode(x, now, now.training(), x.rows()).positive();
  }

  private SaeCodes encode(Matrix x, SaeArchitecture now, SaeSelection selection, int chunk) {
    SaeCodes[] parts = new SaeCodes[(x.rows() + chunk - 1) / chunk];
    for (int p = 0; p < parts.length; p++) {
      int from = p * chunk;
      int rows = Math.min(chunk, x.rows() - from);
      Matrix part = x;
      if (parts.length > 1) {
        part =
            new Matrix(
                rows,
                x.cols(),
                Arrays.copyOfRange(x.data(), from * x.cols(), (from + rows) * x.cols()));
      }
      launches.encode(upload(part), rows, now, selection, false, steps);
      parts[p] = codes.read(launches.main(), launches.evaluation(), rows);
    }
    return parts.length == 1 ? parts[0] : joined(parts, x.rows());
  }

  private SaeCodes joined(SaeCodes[] parts, int rows) {
    int total = 0;
    for (SaeCodes part : parts) {
      total = Math.addExact(total, part.entries());
    }
    int[] start = new int[rows + 1];
    int[] latent = new int[total];
    float[] value = new float[total];
    int at = 0;
    int row = 0;
    for (SaeCodes part : parts) {
      System.arraycopy(part.latent(), 0, latent, at, part.entries());
      System.arraycopy(part.value(), 0, value, at, part.entries());
      for (int s = 1; s <= part.rows(); s++) {
        start[++row] = at + part.start()[s];
      }
      at += part.entries();
    }
    return new SaeCodes(rows, plan.dSae(), start, latent, value);
  }

  @Override
  public Matrix decode(SaeCodes all) {
    if (all.dSae() != plan.dSae()) {
      throw new IllegalArgumentException(
          "the codes have " + all.dSae() + " latents, the autoencoder " + plan.dSae());
    }
    launches.refresh();
    Matrix out = new Matrix(all.rows(), plan.dIn());
    for (int from = 0; from < all.rows(); from += CHUNK) {
      codes.decode(all, from, Math.min(CHUNK, all.rows() - from), out.data());
    }
    return out;
  }

  @Override
  public SaeParameters parameters() {
    recall();
    SaeParameters trained = arrays.weights.get(false);
    if (plan.constraints().decoder() == Decoder.RESCALED) {
      trained = trained.foldDecoderNorms();
    }
    return architecture.finished(trained, recent).foldInputScale(plan.inputScale());
  }

  @Override
  public SaeState state() {
    recall();
    int[] taken = new int[plan.dSae() + 1];
    double[] frequency = new double[plan.dSae()];
    memory.read(arrays.taken, taken);
    memory.read(arrays.frequency, frequency);
    return new SaeState(
        arrays.weights.get(true),
        arrays.first.get(true),
        arrays.second.get(true),
        taken,
        silentSteps(),
        steps,
        recent.clone(),
        control,
        frequency);
  }

  @Override
  public void setState(SaeState state) {
    if (state.parameters().dIn() != plan.dIn() || state.parameters().dSae() != plan.dSae()) {
      throw new IllegalArgumentException(
          "a state of " + state.parameters().wEnc() + " does not fit " + plan.initial().wEnc());
    }
    arrays.weights.set(state.parameters(), true);
    arrays.first.set(state.firstMoments(), true);
    arrays.second.set(state.secondMoments(), true);
    memory.write(state.taken(), arrays.taken);
    memory.write(state.silentSteps(), arrays.silent);
    memory.write(state.frequency(), arrays.frequency);
    arrays.correct(Arrays.stream(state.taken()).max().orElse(0) + 1);
    started |= Arrays.stream(state.frequency()).anyMatch(v -> v > 0);
    steps = state.steps();
    recalled = steps;
    recent = state.memory().clone();
    control = state.control();
    launches.changed();
  }

  @Override
  public int[] silentSteps() {
    int[] silent = new int[plan.dSae()];
    memory.read(arrays.silent, silent);
    return silent;
  }

  /** Refuses inputs whose width is not d_in, and an empty matrix. */
  private void check(Matrix x) {
    if (x.cols() != plan.dIn() || x.rows() < 1) {
      throw new IllegalArgumentException(
          "the autoencoder takes rows of " + plan.dIn() + " values, not a " + x);
    }
  }

  @Override
  public void close() {
    memory.close();
    queue.close();
  }
}
