package dev.polysweep.experiment.network;

import dev.polysweep.engine.Engine;
import dev.polysweep.engine.net.LayerParameters;
import dev.polysweep.engine.net.TrainingSession;
import dev.polysweep.experiment.CellRun;
import dev.polysweep.experiment.MacsNull;
import dev.polysweep.experiment.monosemantic.LayerSae;
import dev.polysweep.experiment.network.NetworkConfig.At;
import dev.polysweep.experiment.network.NetworkConfig.Keep;
import dev.polysweep.experiment.network.NetworkConfig.Measure;
import dev.polysweep.experiment.network.NetworkConfig.Side;
import dev.polysweep.math.Matrix;
import dev.polysweep.metric.CosineOverlap;
import dev.polysweep.metric.ExplainedVariance;
import dev.polysweep.metric.Macs;
import dev.polysweep.metric.MeanSquaredError;
import dev.polysweep.metric.statistic.NullDistribution;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A cell while it runs: it measures its network and records the results. */
final class NetworkCell {

  static final String PHASE = "train";

  final CellRun<NetworkConfig> run;

  /** Index of the cell's network in the training session; its twin, if it has one, is the next. */
  final int model;

  private final NetworkConfig config;
  private final Samples samples;
  private final int last;
  private double tailSum;
  private int tailSteps;

  NetworkCell(CellRun<NetworkConfig> run, Samples samples, int model) {
    this.run = run;
    this.samples = samples;
    this.model = model;
    config = run.config();
    last = Widths.layers(config) - 1;
  }

  /** Takes note of a step after which the caller looked. */
  void observe(TrainingSession session, int step, boolean log, boolean tail) {
    if (run.divergence() != null) {
      return;
    }
    if (!session.live(model)) {
      run.diverged("the loss was not finite by step " + step);
      return;
    }
    double loss = session.loss(model);
    if (tail) {
      tailSum += loss;
      tailSteps++;
    }
    if (log) {
      Map<String, Double> metrics = new HashMap<>(measure(session, At.LOGGED));
      metrics.put(NetworkMetrics.VAL_MSE, error(session));
      run.epoch(PHASE, step, loss, metrics);
    }
  }

  private double error(TrainingSession session) {
    return samples.valX().rows() == 0
        ? Double.NaN
        : MeanSquaredError.of(session.forward(model, samples.valX(), last), samples.valY());
  }

  /** Records the trained network. */
  void finish(TrainingSession session) {
    run.spent(session.nanos(model));
    if (Measures.needsTwin(config)) {
      run.spent(session.nanos(model + 1));
    }
    if (run.divergence() != null) {
      return;
    }
    run.metric(NetworkMetrics.FINAL_LOSS, tailSum / tailSteps);
    if (samples.x() != null) {
      Matrix output = session.forward(model, samples.x(), last);
      run.metric(NetworkMetrics.TRAIN_MSE, MeanSquaredError.of(output, samples.y()));
    }
    run.metric(NetworkMetrics.VAL_MSE, error(session));
    if (samples.valX().rows() > 0) {
      Matrix output = session.forward(model, samples.valX(), last);
      run.metric(NetworkMetrics.EXPLAINED_VARIANCE, ExplainedVariance.of(samples.valY(), output));
    }
    measure(session, At.END).forEach(run::metric);
    store(session);
  }

  private Map<String, Double> measure(TrainingSession session, At at) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    Map<List<Object>, View> views = new HashMap<>();
    for (Measure measure : config.measure()) {
      if (at == At.END || measure.at() == At.LOGGED) {
        int layer = Measures.layer(measure, config);
        boolean rows = measure.of() == Side.ROWS;
        View view =
            views.computeIfAbsent(
                List.of(layer, rows),
                key -> new View(session, model, layer, rows, config, samples, run.seed()));
        String name = Measures.column(measure);
        double value = measure.metric().of(view);
        metrics.put(name, value);
        if (measure.metric() == Metric.MACS && at == At.END) {
          chance(view.weights(), value)
              .forEach((suffix, of) -> metrics.put(name + "_" + suffix, of));
        }
      }
    }
    return metrics;
  }

  private Map<String, Double> chance(Matrix weights, double macs) {
    MacsNull settings = config.nullModel();
    NullDistribution chance = settings.method().macs(weights, run.seed(), settings.draws());
    return Map.of(
        "null_mean", chance.mean(),
        "null_sd", chance.sd(),
        "z", chance.z(macs),
        "p_less", chance.pLess(macs),
        "p_more", chance.pMore(macs),
        "calibrated", chance.calibrated(macs));
  }

  /** Trains the sparse autoencoder on the layer that the settings name, if they name one. */
  void trainSae(Engine engine, TrainingSession session) {
    if (config.saeLayer() == null || run.divergence() != null) {
      return;
    }
    long start = System.nanoTime();
    Matrix train = session.forward(model, samples.probe(), config.saeLayer());
    boolean heldOut = samples.x() != null && samples.valX().rows() > 1;
    Matrix evaluation = heldOut ? session.forward(model, samples.valX(), config.saeLayer()) : train;
    LayerSae sae =
        LayerSae.train(
            engine,
            config.sae(),
            train,
            evaluation,
            run.seed(),
            run.loggedEpochs(config.sae().steps()));
    sae.losses().forEach((step, loss) -> run.epoch(NetworkMetrics.SAE_PHASE, step, loss, Map.of()));
    if (sae.parameters() == null) {
      run.diverged("the autoencoder's loss was not finite at step " + sae.steps());
    } else {
      sae.metrics().forEach((name, value) -> run.metric("sae_" + name, value));
      run.metric("sae_macs", Macs.of(sae.parameters().wDec().transpose()));
      if (config.keep().contains(Keep.WEIGHTS)) {
        sae.arrays().forEach(run::array);
      }
    }
    run.spent(System.nanoTime() - start);
  }

  private void store(TrainingSession session) {
    List<LayerParameters> parameters = session.parameters(model);
    List<Matrix> weights = View.weights(config, parameters);
    if (config.keep().contains(Keep.WEIGHTS)) {
      CellNetwork.arrays(config, weights, parameters).forEach(run::array);
    }
    if (config.keep().contains(Keep.ACTIVATIONS) && samples.valX().rows() > 0) {
      for (int l = 0; l <= last; l++) {
        run.array("acts_" + l, session.forward(model, samples.valX(), l));
      }
    }
    if (config.keep().contains(Keep.COSINE)) {
      run.array("cosine", CosineOverlap.of(weights.get(0)));
    }
  }
}
