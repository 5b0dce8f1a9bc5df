package dev.polysweep.engine.simd.sae;

import dev.polysweep.engine.sae.AuxK;
import dev.polysweep.engine.sae.SaeArchitecture;
import dev.polysweep.engine.sae.SaeCodes;
import dev.polysweep.engine.sae.SaeLoss;
import dev.polysweep.engine.sae.SaeParameters;
import dev.polysweep.engine.sae.SaePlan;
import dev.polysweep.engine.sae.SaeSelection;
import dev.polysweep.engine.sae.SaeSession;
import dev.polysweep.engine.sae.SaeState;
import dev.polysweep.math.Matrix;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The training of a sparse autoencoder. A step consists of the encoder's product, the selection of
 * active latents, the reconstruction, the gradients, and Adam. Only the encoder's product is dense,
 * unless a large share of the latents is active.
 */
public final class SimdSaeSession implements SaeSession {

  private final SaePlan plan;
  private final SaeArchitecture architecture;
  private final SaeWeights weights;
  private final SaeWeights first;
  private final SaeWeights second;
  private final SaeWorkers workers;
  private final SaeEncoder encoder;
  private final SaeForward forward;
  private final SaeBackward backward;
  private final SaeResampler resampler;
  private final int[] silent;
  private final float factor;
  private int steps;
  private double runningThreshold = Double.NaN;

  public SimdSaeSession(SaePlan plan, int threads) {
    this.plan = plan;
    architecture = plan.architecture();
    boolean thresholds = architecture.learnsThresholds();
    weights = new SaeWeights(plan.dIn(), plan.dSae(), thresholds);
    first = new SaeWeights(plan.dIn(), plan.dSae(), thresholds);
    second = new SaeWeights(plan.dIn(), plan.dSae(), thresholds);
    weights.set(plan.initial(), false);
    weights.normalizeDecoder();
    workers = new SaeWorkers(threads);
    encoder = new SaeEncoder(weights, workers);
    forward = new SaeForward(architecture, weights, workers, encoder);
    backward = new SaeBackward(weights, first, second, plan.optimizer(), workers);
    resampler = new SaeResampler(weights, plan.resampling().encoderScale(), plan.seed());
    silent = new int[plan.dSae()];
    factor = (float) plan.inputScale();
  }

  @Override
  public int steps() {
    return steps;
  }

  @Override
  public SaeLoss step(Matrix batch) {
    encoder.check(batch);
    int rows = batch.rows();
    AuxK auxK = architecture.aux();
    int[] dead = auxK.k() > 0 ? dead() : new int[0];
    double aux = dead.length > 0 ? auxK.coefficient() : 0;
    forward(batch, dead, aux);
    SaeLoss loss = loss(rows, aux);
    backward.run(steps, rows, encoder, forward, aux > 0);
    steps++;
    int nowDead = listen();
    int resampled = 0;
    if (plan.resampling().due(steps) && nowDead > 0) {
      resampled = resampleDead(rows);
    }
    return new SaeLoss(loss.mse(), loss.sparsity(), loss.aux(), loss.l0(), nowDead, resampled);
  }

  private void forward(Matrix batch, int[] dead, double aux) {
    int rows = batch.rows();
    boolean withDead = aux > 0;
    SaeSelection selection = architecture.training();
    encoder.encode(batch, factor, selection, withDead ? dead : null, architecture.aux().k());
    long kept = selection.keptOfBatch(rows);
    if (kept < Long.MAX_VALUE) {
      float least = BatchSelection.keepLargest(encoder.strips, SaeEncoder.sizes(rows), kept);
      runningThreshold = architecture.runningThreshold(runningThreshold, least);
    }
    forward.run(rows, architecture.coefficient(steps), aux);
  }

  private SaeLoss loss(int rows, double aux) {
    double mse = 0;
    double penalty = 0;
    double auxError = 0;
    double active = 0;
    for (int s = 0; s < rows; s++) {
      mse += forward.squaredError[s];
      penalty += forward.penalty[s];
      auxError += aux > 0 ? forward.auxError[s] : 0;
      active += forward.active[s];
    }
    return new SaeLoss(
        mse / rows,
        architecture.coefficient(steps) * penalty / rows,
        aux * auxError / rows,
        active / rows,
        0,
        0);
  }

  /** Updates each latent's number of silent steps and returns the number of dead latents. */
  private int listen() {
    SaeLatents lists = backward.lists();
    int dead = 0;
    for (int f = 0; f < silent.length; f++) {
      boolean fired = false;
      for (int j = lists.start[f]; j < lists.start[f + 1] && !fired; j++) {
        fired = lists.act[j] > 0;
      }
      silent[f] = fired ? 0 : silent[f] + 1;
      dead += silent[f] >= plan.deadWindow() ? 1 : 0;
    }
    return dead;
  }

  private int[] dead() {
    return IntStream.range(0, silent.length).filter(f -> silent[f] >= plan.deadWindow()).toArray();
  }

  @Override
  public int resample(Matrix inputs) {
    encoder.check(inputs);
    double before = runningThreshold;
    forward(inputs, new int[0], 0);
    runningThreshold = before;
    return resampleDead(inputs.rows());
  }

  private int resampleDead(int rows) {
    int[] all = dead();
    double[] losses = new double[rows];
    double coefficient = architecture.coefficient(steps);
    Arrays.setAll(losses, s -> forward.squaredError[s] + coefficient * forward.penalty[s]);
    int[] dead = Arrays.copyOf(all, resampler.run(all, encoder.centered, losses, steps));
    architecture.resampledThreshold().ifPresent(theta -> weights.setThresholds(dead, theta));
    for (int f : dead) {
      first.forget(f);
      second.forget(f);
      backward.taken[f] = 0;
      silent[f] = 0;
    }
    encoder.invalidate();
    return dead.length;
  }

  @Override
  public SaeCodes encode(Matrix x) {
    return encoder.codes(x, factor, architecture.evaluation(runningThreshold));
  }

  @Override
  public Matrix decode(SaeCodes codes) {
    if (codes.dSae() != plan.dSae()) {
      throw new IllegalArgumentException(
          "the codes have " + codes.dSae() + " latents, the autoencoder " + plan.dSae());
    }
    Matrix out = new Matrix(codes.rows(), plan.dIn());
    int stride = weights.stride;
    workers.run(
        SaeEncoder.count(codes.rows()),
        (worker, strip) -> {
          float[] row = new float[stride];
          int end = Math.min(codes.rows(), (strip + 1) * SaeEncoder.STRIP);
          for (int s = strip * SaeEncoder.STRIP; s < end; s++) {
            System.arraycopy(weights.bDec, 0, row, 0, stride);
            for (int c = 0; c < stride; c += SaeRows.chunk()) {
              SaeRows.combine(
                  codes.latent(),
                  codes.value(),
                  codes.start()[s],
                  codes.start()[s + 1],
                  weights.dec,
                  stride,
                  c,
                  row,
                  0);
            }
            for (int i = 0; i < plan.dIn(); i++) {
              out.data()[s * plan.dIn() + i] = row[i] / factor;
            }
          }
        });
    return out;
  }

  @Override
  public SaeParameters parameters() {
    return architecture
        .finished(weights.get(false), runningThreshold)
        .foldInputScale(plan.inputScale());
  }

  @Override
  public SaeState state() {
    return new SaeState(
        weights.get(true),
        first.get(true),
        second.get(true),
        backward.taken.clone(),
        silent.clone(),
        steps,
        runningThreshold);
  }

  @Override
  public void setState(SaeState state) {
    if (state.parameters().dIn() != plan.dIn() || state.parameters().dSae() != plan.dSae()) {
      throw new IllegalArgumentException(
          "a state of " + state.parameters().wEnc() + " does not fit " + plan.initial().wEnc());
    }
    weights.set(state.parameters(), true);
    first.set(state.firstMoments(), true);
    second.set(state.secondMoments(), true);
    System.arraycopy(state.taken(), 0, backward.taken, 0, backward.taken.length);
    System.arraycopy(state.silentSteps(), 0, silent, 0, silent.length);
    steps = state.steps();
    runningThreshold = state.runningThreshold();
    encoder.invalidate();
  }

  @Override
  public int[] silentSteps() {
    return silent.clone();
  }

  @Override
  public void close() {
    workers.close();
  }
}
