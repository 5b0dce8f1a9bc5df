package dev.polysweep.experiment.monosemantic;

import dev.polysweep.engine.Engine;
import dev.polysweep.engine.Engines;
import dev.polysweep.engine.sae.SaeArchitecture;
import dev.polysweep.engine.sae.SaeBatches;
import dev.polysweep.engine.sae.SaeCodes;
import dev.polysweep.engine.sae.SaeLoss;
import dev.polysweep.engine.sae.SaeParameters;
import dev.polysweep.engine.sae.SaePlan;
import dev.polysweep.engine.sae.SaeSession;
import dev.polysweep.engine.sae.SaeTrainer;
import dev.polysweep.engine.sae.SaeTraining;
import dev.polysweep.engine.sae.StreamedSaeSession;
import dev.polysweep.experiment.CellRun;
import dev.polysweep.math.Matrix;
import dev.polysweep.metric.dictionary.DecoderSimilarity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/**
 * One cell while its autoencoder trains. It measures the autoencoder and records the results of the
 * cell.
 */
final class MonosemanticCell implements AutoCloseable {

  static final String PHASE = "sae";

  /** Largest number of samples on which a logged step is evaluated. */
  private static final int LOGGED_SAMPLES = 2048;

  /** Largest number of latents whose pairs are compared. */
  private static final int COMPARED = 1 << 13;

  /** Largest number of entries of a matrix that is stored. */
  private static final int STORED = 1 << 24;

  private final CellRun<MonosemanticConfig> run;
  private final Activations activations;
  private final Matrix logged;
  private final SaeSession fed; // or null
  private final StreamedSaeSession streamed; // or null
  private final SaeTraining session; // equals whichever of the two is not null
  private final SaeArchitecture architecture;
  private final int[] log;
  private int taken;
  private int next;
  private int resampled;

  /**
   * @param activations the activations that the autoencoder is trained and evaluated on
   */
  MonosemanticCell(Engine engine, CellRun<MonosemanticConfig> run, Activations activations) {
    long start = System.nanoTime();
    this.run = run;
    this.activations = activations;
    logged = activations.evaluation(LOGGED_SAMPLES);
    SaePlan plan = MonosemanticPlans.plan(run.config(), run.seed(), activations);
    architecture = plan.architecture();
    int threads = run.config().sae().threads();
    SaeTrainer trainer = Engines.saeTrainer(engine);
    streamed = trainer.openStreamed(plan, threads).orElse(null);
    fed = streamed == null ? trainer.open(plan, threads) : null;
    session = streamed == null ? fed : streamed;
    log = run.loggedEpochs(steps());
    if (fed != null) {
      run.checkpoint().load().ifPresent(kept -> goOn((MonosemanticCheckpoint) kept));
    }
    run.spent(System.nanoTime() - start);
  }

  CellRun<MonosemanticConfig> run() {
    return run;
  }

  int steps() {
    return run.config().sae().steps();
  }

  /** The number of steps that the cell has taken. */
  int taken() {
    return taken;
  }

  private void goOn(MonosemanticCheckpoint from) {
    fed.setState(from.state());
    taken = from.step();
    next = from.logged();
    resampled = from.resampled();
    from.epochs().forEach(e -> run.epoch(e.phase(), e.epoch(), e.loss(), e.metrics()));
    run.spent(from.nanos());
  }

  /** Keeps the state if it is time to, and if a step is left. */
  private void keep() {
    if (taken == steps() || run.divergence() != null || !run.checkpoint().due()) {
      return;
    }
    try {
      run.checkpoint()
          .save(
              new MonosemanticCheckpoint(
                  taken, fed.state(), next, resampled, List.copyOf(run.epochs()), run.nanos()));
    } catch (IOException e) {
      throw new UncheckedIOException("the cell's state cannot be kept: " + e.getMessage(), e);
    }
  }

  /** Takes a step, unless the cell has taken it or all its steps, or diverged. */
  void step(int step, Matrix batch) {
    if (step <= taken || step > steps() || run.divergence() != null) {
      return;
    }
    long start = System.nanoTime();
    if (next < log.length && log[next] == step) {
      took(step, fed.step(batch));
    } else {
      fed.advance(batch).ifPresent(loss -> took(step, loss));
    }
    taken = step;
    run.spent(System.nanoTime() - start);
    keep();
  }

  /** Whether the caller must call {@link #stream} instead of {@link #step}. */
  boolean streams() {
    return streamed != null;
  }

  /** Takes all steps; the session reads the batches itself, from one logged step to the next. */
  void stream() {
    long start = System.nanoTime();
    SaeBatches batches = activations.batches();
    int from = 1;
    for (int to : log) {
      if (run.divergence() == null) {
        took(to, streamed.steps(batches, from, to));
        from = to + 1;
      }
    }
    run.spent(System.nanoTime() - start);
  }

  private void took(int step, SaeLoss loss) {
    if (!Double.isFinite(loss.total())) {
      run.diverged("the loss was not finite at step " + step);
      return;
    }
    resampled += loss.resampled();
    if (next < log.length && log[next] == step) {
      next++;
      run.epoch(PHASE, step, loss.total(), reconstruction());
    }
  }

  private Map<String, Double> reconstruction() {
    SaeCodes codes = session.encode(logged);
    ReconstructionScore score = new ReconstructionScore(codes.dSae());
    score.add(logged, codes, session.decode(codes));
    return MonosemanticMetrics.of(score);
  }

  /** Records the metrics and the matrices of the trained autoencoder, unless the cell diverged. */
  void finish() {
    if (run.divergence() != null) {
      return;
    }
    long start = System.nanoTime();
    SaeParameters parameters = session.parameters();
    activations.measure(session).forEach(run::metric);
    MonosemanticMetrics.of(similarity(parameters)).forEach(run::metric);
    run.metric("resampled", resampled);
    store(parameters);
    run.spent(System.nanoTime() - start);
  }

  /** A dictionary of more latents has too many pairs to compare them all. */
  private static DecoderSimilarity similarity(SaeParameters parameters) {
    return parameters.dSae() <= COMPARED
        ? DecoderSimilarity.of(parameters.wDec())
        : new DecoderSimilarity(Double.NaN, Double.NaN);
  }

  private void store(SaeParameters parameters) {
    if (parameters.wDec().data().length <= STORED) {
      CellSae.arrays(architecture, parameters).forEach(run::array);
      activations.compared(parameters.wDec()).forEach(run::array);
    }
  }

  @Override
  public void close() {
    session.close();
  }
}
