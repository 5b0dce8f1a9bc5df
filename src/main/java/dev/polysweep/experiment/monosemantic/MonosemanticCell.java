package dev.polysweep.experiment.monosemantic;

import dev.polysweep.data.SparseSamples;
import dev.polysweep.engine.Engine;
import dev.polysweep.engine.SaeLoss;
import dev.polysweep.engine.SaeParameters;
import dev.polysweep.engine.SaeSession;
import dev.polysweep.experiment.CellRun;
import dev.polysweep.math.Matrix;

/** One cell while its autoencoder trains; turns what was seen of it into the cell's record. */
final class MonosemanticCell implements AutoCloseable {

  static final String PHASE = "sae";

  /** Evaluation samples of a logged step, at most. */
  private static final int LOGGED_SAMPLES = 2048;

  /** Matrices of up to so many entries are stored. */
  private static final int STORED = 1 << 20;

  private final CellRun<MonosemanticConfig> run;
  private final SparseSamples evaluation;
  private final Matrix logged;
  private final SaeSession session;
  private final int[] log;
  private int next;
  private int resampled;

  /**
   * @param evaluation samples that metrics are measured on
   */
  MonosemanticCell(Engine engine, CellRun<MonosemanticConfig> run, SparseSamples evaluation) {
    long start = System.nanoTime();
    this.run = run;
    this.evaluation = evaluation;
    Matrix x = evaluation.x();
    logged = x.rows(0, Math.min(LOGGED_SAMPLES, x.rows()));
    session =
        engine.openSae(
            MonosemanticPlans.plan(run.config(), run.seed(), meanNorm(x)),
            run.config().sae().threads());
    log = run.loggedEpochs(steps());
    run.spent(System.nanoTime() - start);
  }

  CellRun<MonosemanticConfig> run() {
    return run;
  }

  int steps() {
    return run.config().sae().steps();
  }

  /** Takes a step, unless the cell has taken all or diverged. */
  void step(int step, Matrix batch) {
    if (step > steps() || run.divergence() != null) {
      return;
    }
    long start = System.nanoTime();
    SaeLoss loss = session.step(batch);
    if (!Double.isFinite(loss.total())) {
      run.diverged("the loss was not finite at step " + step);
    } else {
      resampled += loss.resampled();
      if (next < log.length && log[next] == step) {
        next++;
        run.epoch(PHASE, step, loss.total(), MonosemanticMetrics.reconstruction(session, logged));
      }
    }
    run.spent(System.nanoTime() - start);
  }

  /** Measures and stores, unless the cell diverged. */
  void finish(Matrix features) {
    if (run.divergence() != null) {
      return;
    }
    long start = System.nanoTime();
    MonosemanticMetrics.against(features, evaluation, session).forEach(run::metric);
    run.metric("resampled", resampled);
    store(session.parameters());
    run.spent(System.nanoTime() - start);
  }

  private void store(SaeParameters parameters) {
    if (parameters.wDec().data().length > STORED) {
      return;
    }
    run.array("W_enc", parameters.wEnc());
    run.array("b_enc", row(parameters.bEnc()));
    run.array("W_dec", parameters.wDec());
    run.array("b_dec", row(parameters.bDec()));
    if (parameters.threshold() != null) {
      run.array("threshold", row(parameters.threshold()));
    }
  }

  private static Matrix row(float[] values) {
    return new Matrix(1, values.length, values);
  }

  private static double meanNorm(Matrix x) {
    double sum = 0;
    for (int s = 0; s < x.rows(); s++) {
      double square = 0;
      for (int i = 0; i < x.cols(); i++) {
        square += (double) x.get(s, i) * x.get(s, i);
      }
      sum += Math.sqrt(square);
    }
    return sum / x.rows();
  }

  @Override
  public void close() {
    session.close();
  }
}
