package dev.polysweep.engine.simd.sae;

import dev.polysweep.engine.sae.ActiveLatents;
import dev.polysweep.engine.sae.AuxK;
import dev.polysweep.engine.sae.SaeArchitecture;
import dev.polysweep.engine.sae.SaeCodes;
import dev.polysweep.engine.sae.SaeConstraints.Decoder;
import dev.polysweep.engine.sae.SaeIteration;
import dev.polysweep.engine.sae.SaeLoss;
import dev.polysweep.engine.sae.SaeNesting;
import dev.polysweep.engine.sae.SaeParameters;
import dev.polysweep.engine.sae.SaePlan;
import dev.polysweep.engine.sae.SaeSession;
import dev.polysweep.engine.sae.SaeState;
import dev.polysweep.engine.sae.SaeTarget;
import dev.polysweep.math.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The training of a sparse autoencoder. A step consists of the encoder's product, the selection of
 * active latents, the reconstruction, the gradients, and Adam. Only the encoder's product is dense,
 * unless a large share of the latents is active.
 */
public final class SimdSaeSession implements SaeSession {

  private static final int[][] NONE_DEAD = {};
  private static final double[] NO_AUX = {};

  private final SaePlan plan;
  private final SaeArchitecture architecture;
  private final SaeWeights weights;
  private final SaeWeights first;
  private final SaeWeights second;
  private final SaeView view;
  private final SaeWorkers workers;
  private final SaeEncoder encoder;
  private final SaeRounds rounds;
  private final SaeForward forward;
  private final SaeUnrolled unrolled; // or null
  private final SaeBackward backward;
  private final SaeResampler resampler;
  private final SaeSilence silence;
  private final List<SaeTerm> terms = new ArrayList<>();
  private final List<SaeTerm> pool = new ArrayList<>(); // used again from step to step
  private final float factor;
  private int steps;
  private double[] memory;
  private SaeTarget.State control = SaeTarget.State.START;

  public SimdSaeSession(SaePlan plan, int threads) {
    this.plan = plan;
    architecture = plan.architecture();
    Decoder decoder = plan.constraints().decoder();
    weights = new SaeWeights(plan.dIn(), plan.dSae(), architecture);
    first = new SaeWeights(plan.dIn(), plan.dSae(), architecture);
    second = new SaeWeights(plan.dIn(), plan.dSae(), architecture);
    weights.set(plan.initial(), false);
    if (decoder == Decoder.UNIT) {
      weights.normalizeDecoder();
    }
    if (plan.constraints().tied()) {
      weights.tie();
    }
    view = new SaeView(weights, decoder == Decoder.RESCALED);
    workers = new SaeWorkers(threads);
    encoder = new SaeEncoder(weights, view, workers);
    SaeIteration iteration = architecture.iteration();
    rounds = new SaeRounds(iteration, weights, view, workers, encoder);
    forward = new SaeForward(weights, view, workers, rounds, encoder);
    unrolled =
        iteration.rounds() > 1 || iteration.summed()
            ? new SaeUnrolled(iteration, weights, view, workers, rounds)
            : null;
    backward =
        new SaeBackward(
            weights,
            view,
            first,
            second,
            plan.optimizer(),
            plan.constraints(),
            architecture.trainsBias(),
            workers);
    resampler =
        new SaeResampler(
            weights, plan.resampling().encoderScale(), decoder == Decoder.UNIT, plan.seed());
    silence = new SaeSilence(plan.dSae(), plan.deadWindow());
    memory = architecture.memory();
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
    SaeArchitecture now = architecture.at(steps, memory);
    SaeNesting nesting = now.nesting(steps, plan.seed(), silence.frequency);
    int[][] dead = now.aux().k() > 0 ? groups(silence.dead(), nesting) : NONE_DEAD;
    double[] aux = Arrays.stream(dead).mapToDouble(d -> now.aux().weight(d.length)).toArray();
    double coefficient = coefficient(now);
    forward(now, batch, dead, nesting, coefficient, aux);
    architecture.remember(memory, new StepFacts(rounds, steps, rows));
    terms(now, nesting, rows, aux);
    int gated = unrolled == null ? 1 : rounds.strips.length;
    boolean summed = now.iteration().summed();
    backward.run(steps, rows, terms, gated, summed ? null : forward.grad[0], unrolled);
    encoder.invalidate();
    SaeLoss loss = loss(rows, coefficient);
    if (plan.target() != null) {
      control = plan.target().after(control, steps, loss.l0());
    }
    steps++;
    int nowDead = silence.listen(rounds.codeStrips(), rows);
    int resampled = 0;
    if (plan.resampling().due(steps) && nowDead > 0) {
      resampled = resampleDead(rows, coefficient);
    }
    return loss.with(nowDead, resampled);
  }

  private double coefficient(SaeArchitecture now) {
    return now.coefficient(steps) * control.factor();
  }

  /** The dead latents as AuxK takes them: all together, or those of each level. */
  private static int[][] groups(int[] dead, SaeNesting nesting) {
    if (dead.length == 0) {
      return NONE_DEAD;
    }
    if (nesting == null || !nesting.auxByLevel()) {
      return new int[][] {dead};
    }
    int[][] groups = new int[nesting.levels()][];
    Arrays.setAll(groups, l -> Arrays.stream(dead).filter(f -> nesting.level()[f] == l).toArray());
    return groups;
  }

  private void forward(
      SaeArchitecture now,
      Matrix batch,
      int[][] dead,
      SaeNesting nesting,
      double coefficient,
      double[] aux) {
    encoder.center(batch, factor);
    rounds.run(batch.rows(), round -> now.training(), encoder.theta(), dead, now.aux());
    forward.run(now, batch.rows(), coefficient, nesting, aux);
  }

  /** Collects the terms of the gradients: the latents', round by round, and AuxK's. */
  private void terms(SaeArchitecture now, SaeNesting nesting, int rows, double[] aux) {
    int n = 0;
    terms.clear();
    int last = rounds.last();
    boolean summed = now.iteration().summed();
    int[] level = nesting == null ? null : nesting.level();
    if (unrolled != null) {
      List<ActiveLatents[]> dead = new ArrayList<>();
      for (int group = 0; group < aux.length; group++) {
        if (aux[group] > 0) {
          dead.add(encoder.deadStrips[group]);
        }
      }
      unrolled.run(
          now, encoder.theta(), rows, forward.grad[0], dead.toArray(new ActiveLatents[0][]));
    }
    if (!summed) {
      term(n++).set(rounds.strips[last], rounds.input[last], forward.grad, level, rows);
    }
    for (int round = summed ? last : last - 1; round >= 0; round--) {
      float[][] output = {unrolled.output[round]};
      term(n++).set(rounds.strips[round], rounds.input[round], output, null, rows);
    }
    for (int group = 0; group < aux.length; group++) {
      if (aux[group] > 0) {
        float[][] output = {forward.auxGrad[group]};
        term(n++).set(encoder.deadStrips[group], rounds.input[last], output, null, rows);
      }
    }
  }

  private SaeTerm term(int n) {
    if (n == pool.size()) {
      pool.add(new SaeTerm(weights.dSae));
    }
    terms.add(pool.get(n));
    return pool.get(n);
  }

  private SaeLoss loss(int rows, double coefficient) {
    double penalty = 0;
    double aux = 0;
    double active = 0;
    for (int s = 0; s < rows; s++) {
      penalty += forward.penalty[s];
      aux += forward.auxError[s];
      active += forward.active[s];
    }
    return new SaeLoss(
        forward.mse,
        coefficient * penalty / rows,
        aux / rows,
        forward.inner + backward.orthogonality(),
        active / rows,
        0,
        0);
  }

  @Override
  public int resample(Matrix inputs) {
    encoder.check(inputs);
    SaeArchitecture now = architecture.at(steps, memory);
    double coefficient = coefficient(now);
    forward(now, inputs, NONE_DEAD, null, coefficient, NO_AUX);
    return resampleDead(inputs.rows(), coefficient);
  }

  private int resampleDead(int rows, double coefficient) {
    int[] all = silence.dead();
    double[] losses = new double[rows];
    Arrays.setAll(losses, s -> forward.squaredError[s] + coefficient * forward.penalty[s]);
    int[] dead = Arrays.copyOf(all, resampler.run(all, encoder.centered, losses, steps));
    architecture.resampledThreshold().ifPresent(theta -> weights.setThresholds(dead, theta));
    for (int f : dead) {
      first.forget(f);
      second.forget(f);
      backward.taken[f] = 0;
      silence.steps[f] = 0;
    }
    if (plan.constraints().tied()) {
      weights.tie();
    }
    encoder.invalidate();
    return dead.length;
  }

  @Override
  public SaeCodes encode(Matrix x) {
    encoder.check(x);
    encoder.center(x, factor);
    rounds.run(
        x.rows(),
        round -> architecture.evaluation(memory, round),
        encoder.theta(),
        NONE_DEAD,
        AuxK.NONE);
    return rounds.codes(x.rows());
  }

  @Override
  public SaeCodes encodeBatch(Matrix x) {
    encoder.check(x);
    encoder.center(x, factor);
    SaeArchitecture now = architecture.at(steps, memory);
    rounds.run(x.rows(), round -> now.training(), encoder.theta(), NONE_DEAD, AuxK.NONE);
    return rounds.codes(x.rows()).positive();
  }

  @Override
  public Matrix decode(SaeCodes codes) {
    if (codes.dSae() != plan.dSae()) {
      throw new IllegalArgumentException(
          "the codes have " + codes.dSae() + " latents, the autoencoder " + plan.dSae());
    }
    encoder.pack();
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
                  view.directions,
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
    SaeParameters trained = weights.get(false);
    if (plan.constraints().decoder() == Decoder.RESCALED) {
      trained = trained.foldDecoderNorms();
    }
    return architecture.finished(trained, memory).foldInputScale(plan.inputScale());
  }

  @Override
  public SaeState state() {
    return new SaeState(
        weights.get(true),
        first.get(true),
        second.get(true),
        backward.taken.clone(),
        silence.steps.clone(),
        steps,
        memory.clone(),
        control,
        silence.frequency.clone());
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
    System.arraycopy(state.silentSteps(), 0, silence.steps, 0, silence.steps.length);
    System.arraycopy(state.frequency(), 0, silence.frequency, 0, silence.frequency.length);
    steps = state.steps();
    memory = state.memory().clone();
    control = state.control();
    encoder.invalidate();
  }

  /** The norm of the last step's gradient, before it was clipped; NaN if gradients are not. */
  public double gradientNorm() {
    return backward.gradientNorm;
  }

  @Override
  public int[] silentSteps() {
    return silence.steps.clone();
  }

  @Override
  public void close() {
    workers.close();
  }
}
