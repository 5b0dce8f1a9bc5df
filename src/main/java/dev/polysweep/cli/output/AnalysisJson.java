package dev.polysweep.cli.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.polysweep.metric.geometry.FeatureOverlaps;
import dev.polysweep.metric.statistic.SampleSummary;
import dev.polysweep.report.terminal.WeightAnalysis;
import dev.polysweep.report.terminal.WeightAnalysis.Curve;
import dev.polysweep.report.terminal.WeightAnalysis.Probing;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes an analysis as JSON for other programs. The geometry's keys are those of the superposition
 * explorer. Its {@code d_eff} and {@code feature_dimensionality} are both the dimensionality D_i
 * and differ only in the place of their ε. Undefined values are null.
 */
public final class AnalysisJson {

  private AnalysisJson() {}

  /** The numbers of an analysis. */
  public static String of(WeightAnalysis analysis) throws JsonProcessingException {
    Map<String, Object> json = geometry(analysis);
    if (analysis.cka() != null) {
      json.put("cka", value(analysis.cka()));
    }
    if (analysis.probing() != null) {
      neurons(json, analysis.probing());
      probes(json, analysis.probing());
    }
    if (!analysis.curves().isEmpty()) {
      Map<String, Object> curves = new LinkedHashMap<>();
      analysis.curves().forEach(curve -> curves.put(curve.phase(), curve(curve)));
      json.put("losses", curves);
    }
    return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n";
  }

  private static Map<String, Object> geometry(WeightAnalysis analysis) {
    FeatureOverlaps overlaps = analysis.overlaps();
    SampleSummary norms = SampleSummary.of(overlaps.norms());
    SampleSummary interference = SampleSummary.of(overlaps.meanInterference());
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("mean_norm", value(norms.mean()));
    json.put("std_norm", norms.sd());
    json.put("mean_interference", value(interference.mean()));
    json.put("max_feature_interference", value(interference.max()));
    json.put("min_feature_interference", value(interference.min()));
    json.put("d_eff", values(overlaps.effectiveDimensions()));
    json.put("macs", value(overlaps.macs()));
    json.put("frobenius_sq", value(overlaps.frobeniusSquared()));
    json.put("feature_dimensionality", values(overlaps.dimFracs()));
    json.put("clusters", overlaps.clusters());
    json.put("superposition_score", (double) overlaps.represented() / analysis.hidden());
    return json;
  }

  private static void neurons(Map<String, Object> json, Probing probing) {
    int neurons = probing.activationSparsity().length;
    json.put("polysemantic_neurons", probing.neurons().polysemantic());
    json.put("polysemanticity_ratio", (double) probing.neurons().polysemantic() / neurons);
    json.put("avg_features_per_neuron", value(probing.neurons().featuresPerNeuron()));
    json.put("avg_selectivity", mean(probing.neurons().selectivity()));
    json.put("feature_counts", probing.neurons().featureCounts());
    json.put("selectivity", values(probing.neurons().selectivity()));
    json.put("monosemantic_neurons", probing.neurons().monosemantic());
    json.put("correlation_matrix", matrix(probing.neurons().correlations()));
    json.put("mutual_information", matrix(probing.information()));
    json.put("activation_sparsity", values(probing.activationSparsity()));
    json.put("feature_sparsity", values(probing.featureSparsity()));
  }

  private static void probes(Map<String, Object> json, Probing probing) {
    double[] rSquared = probing.probes().rSquared();
    SampleSummary summary = SampleSummary.of(rSquared);
    json.put("coverage_ratio", value(probing.probes().coverage()));
    json.put("well_represented_count", probing.probes().covered());
    json.put("avg_r_squared", value(summary.mean()));
    json.put("min_r_squared", value(summary.min()));
    json.put("max_r_squared", value(summary.max()));
    json.put("r_squared_values", values(rSquared));
    json.put("probe_directions", matrix(probing.probes().directions()));
    json.put("probe_offsets", values(probing.probes().offsets()));
    if (probing.probeCosines() != null) {
      json.put("probe_cosines", values(probing.probeCosines()));
    }
  }

  private static Map<String, Object> curve(Curve curve) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("epoch", curve.epochs());
    json.put("loss", values(curve.losses()));
    return json;
  }

  private static Double mean(double[] values) {
    return value(Arrays.stream(values).average().orElse(Double.NaN));
  }

  private static List<List<Double>> matrix(double[][] rows) {
    return Arrays.stream(rows).map(AnalysisJson::values).toList();
  }

  private static List<Double> values(double[] values) {
    return Arrays.asList(
        Arrays.stream(values).mapToObj(AnalysisJson::value).toArray(Double[]::new));
  }

  /** A value as JSON can hold it: null if it is infinite or NaN. */
  private static Double value(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
