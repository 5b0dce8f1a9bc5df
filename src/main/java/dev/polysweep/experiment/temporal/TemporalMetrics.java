package dev.polysweep.experiment.temporal;

import dev.polysweep.data.FeatureTargets;
import dev.polysweep.engine.net.LayerParameters;
import dev.polysweep.engine.net.TrainingSession;
import dev.polysweep.experiment.CellRun;
import dev.polysweep.experiment.temporal.TemporalCell.Done;
import dev.polysweep.math.Matrix;
import dev.polysweep.metric.ExplainedVariance;
import dev.polysweep.metric.MeanSquaredError;
import dev.polysweep.metric.dictionary.L0;
import dev.polysweep.metric.geometry.CosineOverlap;
import dev.polysweep.metric.psi.Psi;
import dev.polysweep.metric.psi.PsiProbe;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Computes the values of the columns in {@link TemporalColumns}. */
final class TemporalMetrics {

  private TemporalMetrics() {}

  /**
   * Computes the metrics of an epoch.
   *
   * @param psi the PSI measured after the epoch, or null if there was no measurement
   */
  static Map<String, Double> epoch(
      TrainingSession session, int i, TemporalCell cell, int epoch, Psi psi) {
    Map<String, Double> metrics = new HashMap<>();
    Matrix x = cell.data.probe(epoch);
    metrics.put(TemporalColumns.VAL_MSE, error(session, i, cell, x));
    List<LayerParameters> layers = session.parameters(i);
    for (int l = 0; l < layers.size(); l++) {
      metrics.put("weight_norm_" + (l + 1), norm(layers.get(l).weight()));
    }
    activations(metrics, session.forward(i, x, TemporalPlans.lastHidden(cell.config)));
    if (psi != null) {
      metrics.put(TemporalColumns.PSI, psi.value());
      components(metrics, psi);
      metrics.put("psi_undefined", psi.defined() ? 0.0 : psi.undefined().code());
    }
    return metrics;
  }

  private static void components(Map<String, Double> metrics, Psi psi) {
    metrics.put("clustering", psi.components().clustering());
    metrics.put("interference", psi.components().interference());
    metrics.put("mixing", psi.components().mixing());
    metrics.put("clustering_z", psi.clusteringZ());
    metrics.put("interference_z", psi.interferenceZ());
    metrics.put("mixing_z", psi.mixingZ());
    metrics.put("alive_latents", (double) psi.components().alive());
  }

  private static double error(TrainingSession session, int i, TemporalCell cell, Matrix x) {
    Matrix target = FeatureTargets.of(x, cell.data.importance());
    return MeanSquaredError.of(
        session.forward(i, x, TemporalPlans.layers(cell.config) - 1), target);
  }

  private static double norm(Matrix weight) {
    double sum = 0;
    for (float w : weight.data()) {
      sum += (double) w * w;
    }
    return Math.sqrt(sum);
  }

  private static void activations(Map<String, Double> metrics, Matrix hidden) {
    double sum = 0;
    double largest = Double.NEGATIVE_INFINITY;
    for (float h : hidden.data()) {
      sum += h;
      largest = Math.max(largest, h);
    }
    double mean = sum / hidden.data().length;
    double squares = 0;
    for (float h : hidden.data()) {
      squares += (h - mean) * (h - mean);
    }
    metrics.put("act_mean", mean);
    metrics.put("act_sd", Math.sqrt(squares / (hidden.data().length - 1)));
    metrics.put("act_sparsity", 1 - L0.of(hidden));
    metrics.put("act_max", largest);
  }

  /** Records the cell's interventions and critical periods as events. */
  static void events(TemporalCell cell) {
    String policy = cell.config.policy().name().toLowerCase(Locale.ROOT);
    for (Done done : cell.done) {
      Map<String, Object> values = new HashMap<>();
      values.put("epoch", done.epoch());
      values.put("kind", done.what().kind().word());
      values.put("strength", done.what().strength());
      values.put("policy", policy);
      values.put("psi_before", done.before());
      values.put("psi_after", done.after());
      values.put("psi_later", cell.later(done));
      values.put(TemporalColumns.EFFECTIVENESS, done.effectiveness());
      values.put(TemporalColumns.EFFECTIVENESS_LATER, done.effectiveness(cell.later(done)));
      cell.run.event(TemporalColumns.INTERVENTIONS, values);
    }
    for (Trajectory.CriticalPeriod period : cell.psi.criticalPeriods()) {
      cell.run.event(
          TemporalColumns.CRITICAL_PERIODS,
          Map.of(
              "start_epoch", period.start(),
              "end_epoch", period.end(),
              "peak_gradient", period.peak()));
    }
  }

  /** Records the metrics of the autoencoder at the last measurement. */
  static void sae(TemporalCell cell, PsiProbe probe, SaeFollower.Trained sae, Psi psi) {
    Map<String, Double> metrics = new HashMap<>();
    components(metrics, psi);
    metrics.forEach(cell.run::metric);
    cell.run.metric(
        "explained_variance", ExplainedVariance.of(probe.activations(), sae.reconstruction()));
    Matrix decoder = sae.parameters().get(1).weight();
    cell.run.array("cosine", CosineOverlap.of(decoder));
    cell.run.array("w_enc", sae.encoder().transpose());
    cell.run.array("w_dec", decoder.transpose());
  }

  /** Records the cell's metrics about the course of PSI and the trained network. */
  static void cell(TrainingSession session, int i, TemporalCell cell) {
    CellRun<TemporalConfig> run = cell.run;
    double valMse = error(session, i, cell, cell.data.probe(cell.config.epochs()));
    if (!Double.isFinite(valMse)) {
      run.diverged("the network's output was not finite after the last epoch");
      return;
    }
    run.metric(TemporalColumns.VAL_MSE, valMse);
    double last = cell.psi.last();
    run.metric(TemporalColumns.PSI, last);
    run.metric("psi_first", cell.psi.first());
    run.metric("psi_change", last - cell.psi.first());
    if (!Double.isNaN(last)) {
      run.metric("psi_good", last <= Psi.GOOD ? 1 : 0);
      run.metric("psi_moderate", last > Psi.GOOD && last <= Psi.HIGH ? 1 : 0);
      run.metric("psi_high", last > Psi.HIGH ? 1 : 0);
    }
    run.metric("psi_missing", cell.psi.undefined());
    run.metric(TemporalColumns.CRITICAL_PERIODS, cell.psi.criticalPeriods().size());
    run.metric(TemporalColumns.INTERVENTIONS, cell.done.size());
    effects(run, cell, "", cell.done);
    for (InterventionKind kind : InterventionKind.values()) {
      List<Done> ofKind = cell.done.stream().filter(done -> done.what().kind() == kind).toList();
      run.metric(kind.word(), ofKind.size());
      effects(run, cell, "_" + kind.word(), ofKind);
    }
  }

  private static void effects(
      CellRun<TemporalConfig> run, TemporalCell cell, String suffix, List<Done> of) {
    run.metric(TemporalColumns.EFFECTIVENESS + suffix, mean(of, Done::effectiveness));
    run.metric(
        TemporalColumns.EFFECTIVENESS_LATER + suffix,
        mean(of, done -> done.effectiveness(cell.later(done))));
  }

  private static double mean(List<Done> of, ToDoubleFunction<Done> value) {
    return Trajectory.mean(of.stream().map(value::applyAsDouble).toList());
  }
}
