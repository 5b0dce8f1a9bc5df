package dev.polysweep.engine.cuda.sae;

import dev.polysweep.engine.cuda.gpu.Accelerator;
import dev.polysweep.engine.cuda.gpu.DeviceMemory;
import dev.polysweep.engine.cuda.gpu.Queue;
import dev.polysweep.engine.sae.SaeArchitecture;
import dev.polysweep.engine.sae.SaeCodes;
import dev.polysweep.engine.sae.SaeConstraints.Decoder;
import dev.polysweep.engine.sae.SaeLoss;
import dev.polysweep.engine.sae.SaeNesting;
import dev.polysweep.engine.sae.SaeParameters;
import dev.polysweep.engine.sae.SaePlan;
import dev.polysweep.engine.sae.SaeSelection;
import dev.polysweep.engine.sae.SaeSession;
import dev.polysweep.engine.sae.SaeState;
import dev.polysweep.engine.sae.SaeStep;
import dev.polysweep.engine.sae.SaeTarget;
import dev.polysweep.math.Matrix;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * The training of a sparse autoencoder on the device, with the bits of the engine {@code simd}. A
 * step is a row of launches; only {@link #step}, which returns the losses, waits for them, while
 * {@link #advance} goes on to the next batch.
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
  private final SaeTerms terms;
  private final SaeEncoder encoder;
  private final SaeLevels levels;
  private final SaeSteps launches;
  private final SaeHost host;
  private final SaeCodesReader codes;
  private final SaeResampler resampler;
  private final SaeBatchFeed feed;
  private int steps;
  private int recalled;
  private double[] recent;
  private boolean started;
  private boolean isNested;
  private double tilt;
  private int woken;
  private SaeTarget.State control = SaeTarget.State.START;

  /**
   * Starts a training.
   *
   * @throws UnsupportedOperationException if the kernels cannot train the plan
   * @throws OutOfMemoryError if it does not fit into the device's memory
   */
  CudaSaeSession(Accelerator gpu, SaePlan plan, SaeTuning tuning) {
    long needed = SaeSteps.sharedMemory(plan);
    if (needed > gpu.sharedMemory()) {
      throw new UnsupportedOperationException(
          "an autoencoder of "
              + plan.dIn()
              + " → "
              + plan.dSae()
              + " needs blocks with "
              + needed
              + " bytes of shared memory; the GPU has "
              + gpu.sharedMemory());
    }
    this.plan = plan;
    architecture = plan.architecture();
    rule = SaeRule.of(plan);
    recent = architecture.memory();
    queue = gpu.open();
    memory = new DeviceMemory(queue);
    feed = new SaeBatchFeed(queue, memory);
    try {
      arrays = new SaeArrays(memory, plan);
      terms = new SaeTerms(memory, arrays.shape, architecture);
      encoder = new SaeEncoder(queue, memory, arrays, terms, architecture.iteration(), tuning);
      levels = new SaeLevels(memory, arrays.shape);
      launches = new SaeSteps(queue, memory, plan, arrays, terms, tuning);
      codes = new SaeCodesReader(queue, memory, arrays);
      host = new SaeHost(queue, memory, arrays, terms, codes, architecture.learnsThresholds());
      resampler = new SaeResampler(queue, memory, plan, arrays);
      resampler.start();
    } catch (OutOfMemoryError e) {
      close();
      throw tooLarge(e);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private OutOfMemoryError tooLarge(OutOfMemoryError e) {
    return new OutOfMemoryError(
        "an autoencoder of " + plan.dIn() + " → " + plan.dSae() + ": " + e.getMessage());
  }

  @Override
  public int steps() {
    return steps;
  }

  @Override
  public SaeLoss step(Matrix x) {
    check(x);
    double coefficient = begin(feed.put(x), x.rows());
    return end(x.rows(), coefficient);
  }

  /** Waits only where the next step depends on what this one has brought. */
  @Override
  public Optional<SaeLoss> advance(Matrix x) {
    check(x);
    double coefficient = begin(feed.put(x), x.rows());
    boolean waits = plan.target() != null || plan.resampling().due(steps);
    return waits ? Optional.of(end(x.rows(), coefficient)) : Optional.empty();
  }

  /** Waits for a step, and resamples dead latents. */
  private SaeLoss end(int rows, double coefficient) {
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

  /** Copies a batch to the device and returns its address. */
  long upload(Matrix x) {
    return feed.put(x);
  }

  /** Starts the launches of a step, and returns the coefficient of its penalty. */
  double begin(long x, int rows) {
    SaeArchitecture now = architecture.at(steps, recent);
    double coefficient = now.coefficient(steps) * control.factor();
    SaeNesting nesting = now.nesting(steps, plan.seed(), frequency());
    int groups = SaeSteps.groups(now, nesting);
    forward(x, rows, now, coefficient, nesting, groups, true);
    if (rule.onHost()) {
      architecture.remember(recent, host.facts(steps));
    }
    launches.unroll(rows, groups);
    launches.learn(rows, steps, groups, started);
    encoder.changed();
    started = true;
    steps++;
    if (steps - recalled == SaeEncoder.REMEMBERED) {
      recall();
    }
    return coefficient;
  }

  /** How often latents are active, if the levels depend on it. */
  private double[] frequency() {
    double[] frequency = new double[plan.dSae()];
    if (SaeLevels.followFrequencies(architecture)) {
      memory.read(arrays.frequency, frequency);
    }
    return frequency;
  }

  private void forward(
      long x,
      int rows,
      SaeArchitecture now,
      double coefficient,
      SaeNesting nesting,
      int groups,
      boolean training) {
    boolean nested = !now.iteration().summed() && (nesting != null || now.tilt() != 0);
    int padded = SaeShape.padded(rows);
    if (nested) {
      levels.set(nesting, Math.max(padded, terms.rows()));
    }
    SaeTerm.Room room =
        new SaeTerm.Room(padded, encoder.capacity(now.training()), nested ? levels.count() : 1);
    try {
      terms.reserve(room, groups, nested ? levels.level() : 0);
    } catch (OutOfMemoryError e) {
      throw tooLarge(e);
    }
    encoder.encode(x, rows, now, round -> now.training(), training, steps);
    if (now.iteration().summed()) {
      launches.pursue(rows, training, steps);
    } else if (nested) {
      launches.nest(rows, levels, training, steps);
      long shares = levels.shares(rows, now.tilt());
      for (int group = 0; group < groups; group++) {
        int level = groups == 1 ? levels.count() - 1 : group;
        boolean own = nesting != null && nesting.auxByLevel();
        launches.wake(
            rows, now.aux(), group, own ? levels.level() : 0, terms.main().outputs(level), -1);
      }
      launches.nestGradients(rows, levels, shares, rule, coefficient, training);
    } else {
      launches.reconstruct(rows, rule, coefficient, training, steps);
      if (rule.onHost()) {
        host.gate(now, rows, (float) (coefficient / rows), training);
      }
      for (int group = 0; group < groups; group++) {
        // the gradient is (2/n)·(x̂ − x), so e = −(n/2)·gradient
        launches.wake(rows, now.aux(), group, 0, terms.main().outputs(), -0.5f * rows);
      }
    }
    isNested = nested;
    tilt = now.tilt();
    woken = groups;
  }

  /** Lets the architecture take in what the last steps selected. */
  private void recall() {
    if (recent.length > 0 && recalled < steps && !rule.onHost()) {
      float[] least = encoder.remembered();
      for (int step = recalled; step < steps; step++) {
        architecture.remember(recent, new Facts(step, least, terms.rounds()));
      }
    }
    recalled = steps;
  }

  /** What an architecture may learn of a step. */
  private record Facts(int number, float[] selected, int rounds) implements SaeStep {
    @Override
    public float least(int round) {
      return selected[number % SaeEncoder.REMEMBERED * rounds + round];
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
    float[] auxError = new float[rows];
    SaeTerm main = terms.main();
    memory.read(main.errors(), error);
    memory.read(main.penalties(), penalty);
    memory.read(main.actives(), active);
    for (int group = 0; group < woken; group++) {
      float[] own = new float[rows];
      memory.read(terms.group(group).errors(), own);
      for (int s = 0; s < rows; s++) {
        auxError[s] += own[s];
      }
    }
    if (architecture.separatesMagnitudes()) {
      memory.read(main.gateErrors(), auxError);
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
    mse /= rows;
    double further = 0;
    if (isNested) {
      int last = levels.count() - 1;
      mse = levels.loss(last, rows, tilt);
      for (int level = 0; level < last; level++) {
        further += levels.loss(level, rows, tilt);
      }
    }
    int[] bad = new int[1];
    memory.read(arrays.bad, bad);
    if (bad[0] > 0 && Double.isFinite(mse)) {
      mse = Double.NaN; // a step whose losses nobody asked for was not finite
    }
    return new SaeLoss(
        mse,
        coefficient * penalties / rows,
        aux / rows,
        further + arrays.orthogonality(),
        l0 / rows,
        0,
        0);
  }

  @Override
  public int resample(Matrix inputs) {
    check(inputs);
    SaeArchitecture now = architecture.at(steps, recent);
    double coefficient = now.coefficient(steps) * control.factor();
    int rows = inputs.rows();
    forward(feed.put(inputs), rows, now, coefficient, null, 0, false);
    return resample(rows, coefficient);
  }

  private int resample(int rows, double coefficient) {
    float[] error = new float[rows];
    float[] penalty = new float[rows];
    memory.read(terms.main().errors(), error);
    memory.read(terms.main().penalties(), penalty);
    double[] losses = new double[rows];
    Arrays.setAll(losses, s -> error[s] + coefficient * penalty[s]);
    int[] silent = silentSteps();
    int[] dead =
        IntStream.range(0, silent.length).filter(f -> silent[f] >= plan.deadWindow()).toArray();
    int done = resampler.run(dead, terms.input(0), losses, steps);
    encoder.changed();
    return done;
  }

  @Override
  public SaeCodes encode(Matrix x) {
    check(x);
    recall();
    return encode(x, architecture, round -> architecture.evaluation(recent, round), CHUNK);
  }

  @Override
  public SaeCodes encodeBatch(Matrix x) {
    check(x);
    SaeArchitecture now = architecture.at(steps, recent);
    return encode(x, now, round -> now.training(), x.rows()).positive();
  }

  private SaeCodes encode(
      Matrix x, SaeArchitecture now, IntFunction<SaeSelection> selection, int chunk) {
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
      terms.reserve(
          new SaeTerm.Room(SaeShape.padded(rows), encoder.capacity(selection.apply(0)), 1), 0, 0);
      encoder.encode(feed.put(part), rows, now, selection, false, steps);
      parts[p] = codes.read(terms, now.iteration().summed(), rows);
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
    encoder.refresh();
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
    memory.clear(arrays.bad, Integer.BYTES);
    arrays.correct(Arrays.stream(state.taken()).max().orElse(0) + 1);
    started |= Arrays.stream(state.frequency()).anyMatch(v -> v > 0);
    steps = state.steps();
    recalled = steps;
    recent = state.memory().clone();
    control = state.control();
    encoder.changed();
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
    try (queue;
        memory) {
      feed.close();
    }
  }
}
