package dev.polysweep.experiment.network;

import dev.polysweep.metric.Collisions;
import dev.polysweep.metric.FeatureSupport;
import dev.polysweep.metric.LinearCka;
import dev.polysweep.metric.SparsityW4;
import dev.polysweep.metric.dictionary.DeadFeatures;
import dev.polysweep.metric.dictionary.L0;
import dev.polysweep.metric.dictionary.L0Count;
import dev.polysweep.metric.dictionary.Macs;
import dev.polysweep.metric.geometry.AngleGaps;
import dev.polysweep.metric.geometry.FeatureGeometry;
import dev.polysweep.metric.geometry.Interference;
import dev.polysweep.metric.geometry.NamedFractions;
import dev.polysweep.metric.geometry.ProjectionError;
import dev.polysweep.metric.geometry.SharingFeatures;
import java.util.Arrays;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What can be measured of a network, of one of its weight matrices, or of a layer's units. */
public enum Metric {
  SPARSITY_W4(
      On.NETWORK,
      "fourth moment of the network's weights",
      "mean of w⁴ over its weight matrices",
      view -> SparsityW4.of(view.allWeights())),
  MACS(
      On.WEIGHTS,
      "mean absolute cosine similarity of features",
      "mean of |C − I| over all entries",
      view -> Macs.of(view.weights())),
  INTERFERENCE(
      On.WEIGHTS,
      "overlap of features, weighted with the importance of outputs",
      "Σ_{i<j} C_ij²·ι_i·ι_j",
      view -> Interference.of(view.weights(), view.importance())),
  INTERFERENCE_UNWEIGHTED(
      On.WEIGHTS, "overlap of features", "Σ_{i<j} C_ij²", view -> Interference.of(view.weights())),
  MEAN_INTERFERENCE(
      On.WEIGHTS,
      "overlap of features",
      "mean over i ≠ j of cos²(W_i, W_j)",
      view -> mean(view.geometry().meanInterference())),
  NORM_MEAN(
      On.WEIGHTS,
      "length of a feature, mean over features",
      "mean of ‖W_i‖",
      view -> mean(view.geometry().norms())),
  WEIGHT_NORM(
      On.WEIGHTS,
      "Frobenius norm of the weights",
      "‖W‖_F",
      view -> Math.sqrt(squares(view.geometry().norms()))),
  REPRESENTED_FEATURES(
      On.WEIGHTS,
      "features that are represented",
      "#{i: ‖W_i‖ > 0.5}",
      view -> AngleGaps.represented(view.geometry().norms())),
  SUPERPOSITION_SCORE(
      On.WEIGHTS,
      "features a dimension; above 1 in superposition",
      "#{i: ‖W_i‖ > 0.1·max_j ‖W_j‖} / dimensions",
      view -> view.geometry().superpositionScore()),
  D_STAR(
      On.WEIGHTS,
      "dimensions a represented feature",
      "dimensions / ‖W‖²_F",
      view -> view.geometry().dimensionsPerFeature()),
  DIM_FRACS_MEAN(
      On.WEIGHTS,
      "fraction of a dimension that a feature has to itself, mean over features",
      "mean of D_i = ‖W_i‖² / Σ_j(Ŵ_i·W_j)²",
      view -> mean(view.geometry().dimFracs())),
  DIM_FRACS_MIN(
      On.WEIGHTS,
      "smallest D_i",
      "min of D_i",
      view -> defined(view.geometry().dimFracs()).min().orElse(Double.NaN)),
  DIM_FRACS_MAX(
      On.WEIGHTS,
      "largest D_i",
      "max of D_i",
      view -> defined(view.geometry().dimFracs()).max().orElse(Double.NaN)),
  NAMED_FRACTIONS(
      On.WEIGHTS,
      "share of features with one of the fractions of regular arrangements",
      "share of D_i within 0.02 of 3/8, 2/5, 1/2, 2/3 or 3/4",
      view -> NamedFractions.share(view.geometry().dimFracs())),
  PROJECTION_ERROR(
      On.WEIGHTS,
      "distance of WᵀW from the nearest projection onto the dimensions",
      "‖WWᵀ − I‖_F",
      view -> ProjectionError.of(view.weights())),
  CLUSTERS(
      On.WEIGHTS,
      "clusters of overlapping features",
      "components of the graph of cos² > 0.1",
      view -> view.overlaps().clusters().size()),
  LARGEST_CLUSTER(
      On.WEIGHTS,
      "features of the largest such cluster",
      "",
      view -> view.overlaps().clusters().stream().mapToInt(c -> c.size()).max().orElse(0)),
  ANGLE_GAP_MEAN(
      On.PLANE,
      "angle between neighbouring represented features",
      "360° / represented_features",
      view -> AngleGaps.of(view.weights()).mean()),
  ANGLE_GAP_SD(
      On.PLANE,
      "sample standard deviation of these angles",
      "",
      view -> AngleGaps.of(view.weights()).sd()),
  REGULAR_POLYGON(
      On.PLANE,
      "1 if all of at least three features are represented at equal angles, else 0",
      "[represented_features = features and angle_gap_sd < 3°]",
      view -> AngleGaps.of(view.weights()).isRegularPolygon(view.weights().cols()) ? 1 : 0),
  SUPPORT(
      On.WEIGHTS,
      "units that a feature writes into, mean over features",
      "mean of #{u: |W_ui| > 0.001·max_v |W_vi|}",
      view -> FeatureSupport.of(view.weights())),
  WEIGHT_L1(
      On.WEIGHTS,
      "sum of a feature's absolute weights, mean over features",
      "mean of ‖W_i‖₁",
      view -> FeatureSupport.absolute(view.weights())),
  SHARING_FEATURES(
      On.WEIGHTS,
      "represented features that have no dimension to themselves",
      "#{i: ‖W_i‖ > 0.5, D_i < 0.9}",
      view -> SharingFeatures.of(view.geometry())),
  COLLISIONS(
      On.WEIGHTS,
      "units that two or more features have to themselves",
      "#{u: #{i: 0.8 ≤ |W_ui| ≤ 1.2} > 1}",
      view -> Collisions.of(view.weights())),
  SAMPLE_DIM_FRACS_MAX(
      On.UNITS,
      "largest fraction of a dimension that a sample has to itself",
      "max of D_s of the samples' activations h_s in place of features",
      view ->
          defined(FeatureGeometry.of(view.some().transpose()).dimFracs()).max().orElse(Double.NaN)),
  DEAD_UNITS(
      On.UNITS,
      "units that are positive on no sample",
      "#{u: max h_u ≤ 0}",
      view -> DeadFeatures.count(view.activations())),
  DEAD_FRACTION(
      On.UNITS,
      "share of units that are positive on no sample",
      "",
      view -> DeadFeatures.fraction(view.activations())),
  L0_SHARE(
      On.UNITS,
      "share of positive activations",
      "mean of [h > 0]",
      view -> L0.of(view.activations())),
  L0_COUNT(
      On.UNITS,
      "mean number of positive units a sample",
      "Σ_u mean of [h_u > 0]",
      view -> L0Count.of(view.activations())),
  PROBE_COVERAGE(
      On.UNITS,
      "share of input columns that a linear probe reads from the units",
      "share of R²_j > 0.5",
      view -> view.probes().coverage()),
  PROBE_R2(
      On.UNITS,
      "R² of these probes, mean over input columns",
      "mean of 1 − Σ(f − f̂)² / Σ(f − f̄)²",
      view -> mean(view.probes().rSquared())),
  MUTUAL_INFORMATION(
      On.UNITS,
      "what a unit tells of its most telling input column, mean over units, in nats",
      "mean_u max_j I(h_u; x_j), 10 bins",
      view -> view.mutualInformation()),
  POLYSEMANTIC_UNITS(
      On.UNITS,
      "units that respond to more than one input column",
      "#{u: #{j: |r_uj| > 0.1} > 1}",
      view -> view.responses().polysemantic()),
  MONOSEMANTIC_UNITS(
      On.UNITS,
      "units that respond to one input column only",
      "#{u: max_j |r_uj| > 0.5, no other ≥ 0.2}",
      view -> view.responses().monosemantic().size()),
  FEATURES_PER_UNIT(
      On.UNITS,
      "input columns that a unit responds to, mean over units",
      "mean of #{j: |r_uj| > 0.1}",
      view -> view.responses().featuresPerNeuron()),
  SELECTIVITY(
      On.UNITS,
      "largest correlation of a unit with an input column, mean over units",
      "mean of max_j |r_uj|",
      view -> mean(view.responses().selectivity())),
  PSI(
      On.UNITS,
      "polysemanticity index of the units; 1 is that of random directions",
      "mean(S/S₀, I/I₀, M/M₀)",
      view -> view.psi().value()),
  PSI_CLUSTERING(
      On.UNITS, "clustering S of that index", "", view -> view.psi().components().clustering()),
  PSI_INTERFERENCE(
      On.UNITS, "interference I of that index", "", view -> view.psi().components().interference()),
  PSI_MIXING(On.UNITS, "mixing M of that index", "", view -> view.psi().components().mixing()),
  CKA(
      On.UNITS,
      "linear CKA of the units with those of a twin that differs in its initial weights only",
      "‖YᵀX‖²_F / (‖XᵀX‖_F·‖YᵀY‖_F)",
      view -> LinearCka.of(view.some(), view.twin().some()));

  /** What a metric is taken of. */
  enum On {
    /** The whole network. */
    NETWORK,
    /** The weights of a layer, whose columns or rows are the features. */
    WEIGHTS,
    /** The same, in two dimensions. */
    PLANE,
    /** The activations of a layer. */
    UNITS
  }

  private final transient On on;
  private final transient String meaning;
  private final transient String formula;
  private final transient ToDoubleFunction<View> value;

  Metric(On on, String meaning, String formula, ToDoubleFunction<View> value) {
    this.on = on;
    this.meaning = meaning;
    this.formula = formula;
    this.value = value;
  }

  On on() {
    return on;
  }

  /** The meaning of the metric, without where it is taken. */
  String meaning() {
    return meaning;
  }

  String formula() {
    return formula;
  }

  /** Whether it is taken of weights. */
  boolean ofWeights() {
    return on == On.WEIGHTS || on == On.PLANE;
  }

  /** Whether units are shown one input column at a time. */
  boolean ofConcepts() {
    return this == PSI || this == PSI_CLUSTERING || this == PSI_INTERFERENCE || this == PSI_MIXING;
  }

  /** The value in a view of a network; NaN where it is undefined. */
  double of(View view) {
    return value.applyAsDouble(view);
  }

  /** The columns that MACS has beside its own, with their meanings. */
  static final Map<String, String> NULL_COLUMNS =
      new java.util.TreeMap<>(
          Map.of(
              "null_mean", "mean of the null distribution",
              "null_sd", "standard deviation of the null distribution",
              "z", "in standard deviations of its null",
              "p_less", "chance of so small a value under the null",
              "p_more", "chance of so large a value under the null",
              "calibrated", "on the scale of its null; 0.5 is chance"));

  private static java.util.stream.DoubleStream defined(double[] values) {
    return Arrays.stream(values).filter(v -> !Double.isNaN(v));
  }

  private static double mean(double[] values) {
    return defined(values).average().orElse(Double.NaN);
  }

  private static double squares(double[] values) {
    return Arrays.stream(values).map(v -> v * v).sum();
  }
}
