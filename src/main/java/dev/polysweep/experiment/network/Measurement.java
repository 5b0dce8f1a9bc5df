package dev.polysweep.experiment.network;

import dev.polysweep.engine.net.LayerParameters;
import dev.polysweep.experiment.CellRun;
import dev.polysweep.experiment.MacsNull;
import dev.polysweep.experiment.network.NetworkConfig.At;
import dev.polysweep.experiment.network.NetworkConfig.Keep;
import dev.polysweep.experiment.network.NetworkConfig.Measure;
import dev.polysweep.experiment.network.NetworkConfig.Side;
import dev.polysweep.math.Matrix;
import dev.polysweep.metric.ExplainedVariance;
import dev.polysweep.metric.MeanSquaredError;
import dev.polysweep.metric.geometry.CosineOverlap;
import dev.polysweep.metric.statistic.NullDistribution;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is measured of a cell's network at one moment of its training: first everything that this
 * takes is asked for, then, once it is there, the results are computed and recorded.
 */
final class Measurement {

  private final Moment moment;
  private final At at;
  private final NetworkCell cell;
  private final NetworkConfig config;
  private final Samples samples;
  private final CellRun<NetworkConfig> run;
  private final int last;
  private final Map<List<Object>, View> views = new HashMap<>();

  /**
   * @param moment what is known of the networks of the pack
   * @param at a logged step, or the end
   */
  Measurement(NetworkCell cell, Moment moment, At at) {
    this.cell = cell;
    this.moment = moment;
    this.at = at;
    config = cell.config;
    samples = cell.samples;
    run = cell.run;
    last = Widths.layers(config) - 1;
  }

  /** Asks for all that will be recorded. */
  void ask() {
    askOutputs(samples.valX(), last);
    for (Measure measure : taken()) {
      view(measure).ask(measure.metric());
    }
    if (at == At.END) {
      moment.ask(cell.model);
      if (samples.x() != null) {
        askOutputs(samples.x(), last);
      }
      if (config.keep().contains(Keep.ACTIVATIONS)) {
        for (int l = 0; l < last; l++) {
          askOutputs(samples.valX(), l);
        }
      }
    }
  }

  /** Records a logged step. */
  void log(int step) {
    Map<String, Double> metrics = new HashMap<>(measure());
    metrics.put(NetworkMetrics.VAL_MSE, error());
    run.epoch(NetworkCell.PHASE, step, cell.loss(), metrics);
  }

  /** Records the trained network. */
  void finish() {
    run.metric(NetworkMetrics.FINAL_LOSS, cell.finalLoss());
    if (samples.x() != null) {
      Matrix output = outputs(samples.x(), last);
      run.metric(NetworkMetrics.TRAIN_MSE, MeanSquaredError.of(output, samples.y()));
    }
    run.metric(NetworkMetrics.VAL_MSE, error());
    if (heldOut()) {
      Matrix output = outputs(samples.valX(), last);
      run.metric(NetworkMetrics.EXPLAINED_VARIANCE, ExplainedVariance.of(samples.valY(), output));
    }
    measure().forEach(run::metric);
    store();
  }

  private void askOutputs(Matrix x, int layer) {
    if (x.rows() > 0) {
      moment.ask(cell.model, x, layer, Widths.of(config).get(layer + 1));
    }
  }

  private Matrix outputs(Matrix x, int layer) {
    return moment.outputs(cell.model, x, layer);
  }

  private boolean heldOut() {
    return samples.valX().rows() > 0;
  }

  private double error() {
    return heldOut()
        ? MeanSquaredError.of(outputs(samples.valX(), last), samples.valY())
        : Double.NaN;
  }

  private List<Measure> taken() {
    return config.measure().stream()
        .filter(measure -> at == At.END || measure.at() == At.LOGGED)
        .toList();
  }

  private View view(Measure measure) {
    int layer = Measures.layer(measure, config);
    boolean rows = measure.of() == Side.ROWS;
    return views.computeIfAbsent(
        List.of(layer, rows), key -> new View(moment, cell, cell.model, layer, rows));
  }

  private Map<String, Double> measure() {
    Map<String, Double> metrics = new LinkedHashMap<>();
    for (Measure measure : taken()) {
      View view = view(measure);
      String name = Measures.column(measure);
      double value = measure.metric().of(view);
      metrics.put(name, value);
      if (measure.metric() == Metric.MACS && at == At.END) {
        chance(view.weights(), value).forEach((suffix, of) -> metrics.put(name + "_" + suffix, of));
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

  private void store() {
    List<LayerParameters> parameters = moment.parameters(cell.model);
    List<Matrix> weights = View.weights(config, parameters);
    if (config.keep().contains(Keep.WEIGHTS)) {
      CellNetwork.arrays(config, weights, parameters).forEach(run::array);
    }
    if (config.keep().contains(Keep.ACTIVATIONS) && heldOut()) {
      for (int l = 0; l <= last; l++) {
        run.array("acts_" + l, outputs(samples.valX(), l));
      }
    }
    if (config.keep().contains(Keep.COSINE)) {
      run.array("cosine", CosineOverlap.of(weights.get(0)));
    }
  }
}
