package dev.polysweep.experiment.monosemantic;

import dev.polysweep.data.SparseSamples;
import dev.polysweep.data.SyntheticDictionary;
import dev.polysweep.engine.Engine;
import dev.polysweep.engine.SaeLoss;
import dev.polysweep.engine.SaeParameters;
import dev.polysweep.engine.SaeSession;
import dev.polysweep.experiment.CellRun;
import dev.polysweep.experiment.Experiment;
import dev.polysweep.experiment.InvalidSettingException;
import dev.polysweep.experiment.monosemantic.MonosemanticConfig.Data;
import dev.polysweep.math.Matrix;
import dev.polysweep.table.Column;
import java.util.Arrays;
import java.util.List;

/**
 * Sparse autoencoders on activations with known features (Sharkey et al. 2022; Bricken et al.
 * 2023): does a dictionary find the features that the activations were made of?
 */
public final class MonosemanticExperiment implements Experiment<MonosemanticConfig> {

  static final String PHASE = "sae";

  /** The batch that metrics are measured on; training counts from 0. */
  private static final int EVALUATION = -1;

  /** Evaluation samples of a logged step, at most. */
  private static final int LOGGED_SAMPLES = 2048;

  /** Matrices of up to so many entries are stored. */
  private static final int STORED = 1 << 20;

  @Override
  public void run(Engine engine, List<CellRun<MonosemanticConfig>> pack) {
    for (CellRun<MonosemanticConfig> cell : pack) {
      long start = System.nanoTime();
      train(engine, cell);
      cell.spent(System.nanoTime() - start);
    }
  }

  private static void train(Engine engine, CellRun<MonosemanticConfig> cell) {
    MonosemanticConfig config = cell.config();
    SyntheticDictionary truth = MonosemanticData.truth(config.data(), cell.seed());
    SparseSamples evaluation = truth.samples(EVALUATION, config.data().evalSamples());
    Matrix logged = evaluation.x().rows(0, Math.min(LOGGED_SAMPLES, config.data().evalSamples()));
    int steps = config.sae().steps();
    int[] log = cell.loggedEpochs(steps);
    int next = 0;
    int resampled = 0;
    try (SaeSession session =
        engine.openSae(
            MonosemanticPlans.plan(config, cell.seed(), meanNorm(evaluation.x())),
            config.sae().threads())) {
      for (int step = 1; step <= steps; step++) {
        SaeLoss loss = session.step(truth.samples(step - 1, config.sae().batch()).x());
        if (!Double.isFinite(loss.total())) {
          cell.diverged("the loss was not finite at step " + step);
          return;
        }
        resampled += loss.resampled();
        if (next < log.length && log[next] == step) {
          next++;
          cell.epoch(
              PHASE, step, loss.total(), MonosemanticMetrics.reconstruction(session, logged));
        }
      }
      MonosemanticMetrics.against(truth.features(), evaluation, session).forEach(cell::metric);
      cell.metric("resampled", resampled);
      store(cell, session.parameters());
    }
  }

  private static void store(CellRun<MonosemanticConfig> cell, SaeParameters parameters) {
    if (parameters.wDec().data().length > STORED) {
      return;
    }
    cell.array("W_enc", parameters.wEnc());
    cell.array("b_enc", row(parameters.bEnc()));
    cell.array("W_dec", parameters.wDec());
    cell.array("b_dec", row(parameters.bDec()));
    if (parameters.threshold() != null) {
      cell.array("threshold", row(parameters.threshold()));
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
  public String name() {
    return "monosemantic";
  }

  @Override
  public String summary() {
    return "sparse autoencoders on activations with known features: are they found?";
  }

  @Override
  public MonosemanticConfig defaults() {
    return MonosemanticConfig.DEFAULTS;
  }

  @Override
  public void check(MonosemanticConfig config) {
    Data data = config.data();
    if (data.magnitudeMax() < data.magnitudeMin() || data.magnitudeMax() == 0) {
      throw new InvalidSettingException(
          "data.magnitude_max",
          data.magnitudeMax() + " must be above 0 and not below magnitude_min");
    }
    try {
      MonosemanticData.firing(data, 0);
    } catch (IllegalArgumentException e) {
      throw new InvalidSettingException("data.active_mean", e.getMessage());
    }
    if (config.dSae() > 1 << 20) {
      throw new InvalidSettingException(
          "sae.expansion", config.dSae() + " latents are more than 1048576");
    }
  }

  @Override
  public Object shape(MonosemanticConfig config) {
    Data data = config.data();
    return Arrays.asList(
        data.source(),
        data.dIn(),
        data.nFeatures(),
        config.dSae(),
        config.sae().batch(),
        config.sae().steps());
  }

  @Override
  public double work(MonosemanticConfig config) {
    // The encoder's product, and as much again for what is sparse, the data and the update.
    return 4.0 * config.data().dIn() * config.dSae() * config.sae().batch() * config.sae().steps();
  }

  @Override
  public List<Column> cellMetrics() {
    return MonosemanticMetrics.CELL;
  }

  @Override
  public List<String> headline() {
    return List.of(
        MonosemanticMetrics.MMCS,
        MonosemanticMetrics.F1,
        MonosemanticMetrics.MCC,
        MonosemanticMetrics.EXPLAINED_VARIANCE,
        MonosemanticMetrics.L0,
        MonosemanticMetrics.DEAD);
  }

  @Override
  public List<Column> epochMetrics() {
    return MonosemanticMetrics.EPOCH;
  }

  @Override
  public List<NullMetric> nullMetrics(MonosemanticConfig config) {
    return List.of();
  }

  @Override
  public List<Phase> phases(MonosemanticConfig config) {
    return List.of(new Phase(PHASE, config.sae().steps()));
  }
}
