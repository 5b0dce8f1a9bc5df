package dev.polysweep.experiment.toy;

import static dev.polysweep.table.Column.metric;

import dev.polysweep.math.Matrix;
import dev.polysweep.metric.geometry.AngleGaps;
import dev.polysweep.metric.geometry.FeatureGeometry;
import dev.polysweep.metric.geometry.NamedFractions;
import dev.polysweep.metric.geometry.ProjectionError;
import dev.polysweep.metric.geometry.SuperpositionPhase;
import dev.polysweep.table.Column;
import dev.polysweep.table.Range;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The metrics of a toy model's matrix W [n_hidden, n_features]; W_i is column i. */
final class ToyMetrics {

  static final String FINAL_LOSS = "final_loss";
  static final String D_STAR = "d_star";
  static final String SUPERPOSITION_SCORE = "superposition_score";
  static final String REPRESENTED = "represented_features";
  static final String MEAN_INTERFERENCE = "mean_interference";
  static final String DIM_FRACS = "dim_fracs_mean";
  static final String EXTRA_NORM = "extra_norm";
  static final String EXTRA_OVERLAP = "extra_overlap";
  static final String PHASE = "phase";

  private static final Column INTERFERENCE_COLUMN =
      metric(
              MEAN_INTERFERENCE,
              "",
              "overlap of feature directions",
              "mean over i ≠ j of cos²(W_i, W_j)")
          .within(Range.SHARE);
  private static final Column DIM_FRACS_COLUMN =
      metric(
              DIM_FRACS,
              "",
              "fraction of a dimension that a feature has to itself, mean over features",
              "mean of D_i = ‖W_i‖² / Σ_j(Ŵ_i·W_j)²")
          .within(Range.SHARE);
  private static final Column D_STAR_COLUMN =
      metric(D_STAR, "", "hidden dimensions for each represented feature", "n_hidden / ‖W‖²_F")
          .within(Range.POSITIVE);
  private static final Column REPRESENTED_COLUMN =
      metric(REPRESENTED, "", "features that the model represents", "#{i: ‖W_i‖ > 0.5}")
          .within(Range.COUNT);

  /** The columns of a logged step. */
  static final List<Column> EPOCH =
      List.of(INTERFERENCE_COLUMN, DIM_FRACS_COLUMN, D_STAR_COLUMN, REPRESENTED_COLUMN);

  /** The columns of a finished cell. */
  static final List<Column> CELL =
      List.of(
          metric(
                  FINAL_LOSS,
                  "",
                  "loss at the end of training",
                  "mean over the fresh batches of the last min(100, steps) steps")
              .within(Range.POSITIVE)
              .lowIsGood(),
          D_STAR_COLUMN,
          metric(
                  SUPERPOSITION_SCORE,
                  "",
                  "features a hidden dimension; above 1 in superposition",
                  "#{i: ‖W_i‖ > 0.1·max_j ‖W_j‖} / n_hidden")
              .within(Range.POSITIVE),
          REPRESENTED_COLUMN,
          INTERFERENCE_COLUMN,
          metric("norm_mean", "", "length of a feature, mean over features", "mean of ‖W_i‖"),
          DIM_FRACS_COLUMN,
          metric("dim_fracs_min", "", "smallest D_i", "min of D_i"),
          metric("dim_fracs_max", "", "largest D_i", "max of D_i"),
          metric(
                  "named_fractions",
                  "",
                  "share of features with one of the fractions of regular arrangements",
                  "share of D_i within 0.02 of 3/8, 2/5, 1/2, 2/3 or 3/4")
              .within(Range.SHARE),
          metric(
                  "named_fractions_represented",
                  "",
                  "share of represented features with one of the fractions of regular arrangements",
                  "share of the features with ‖W_i‖ > 0.5")
              .within(Range.SHARE),
          metric(
                  "angle_gap_mean",
                  "°",
                  "angle between neighbouring represented features; two dimensions only",
                  "360° / represented_features")
              .within(Range.POSITIVE),
          metric(
                  "angle_gap_sd",
                  "°",
                  "sample standard deviation of these angles; two dimensions only",
                  "")
              .within(Range.POSITIVE),
          metric(
                  "regular_polygon",
                  "",
                  "1 if all of at least three features are represented at equal angles, else 0;"
                      + " two dimensions only",
                  "[represented_features = n_features and angle_gap_sd < 3°]")
              .within(Range.FLAG),
          metric(
                  "projection_error",
                  "",
                  "distance of WᵀW from the nearest projection onto n_hidden dimensions",
                  "‖WWᵀ − I‖_F")
              .within(Range.POSITIVE),
          metric(EXTRA_NORM, "", "length of the last feature; one hidden dimension only", "‖W_n‖")
              .within(Range.POSITIVE),
          metric(
                  EXTRA_OVERLAP,
                  "",
                  "what the last feature shares with the others; one hidden dimension only",
                  "Σ_{j≠n}(Ŵ_n·W_j)²")
              .within(Range.POSITIVE),
          metric(
              PHASE,
              "",
              "what became of the second of two features in one dimension:"
                  + " 0 ignored, 1 dedicated, 2 superposed",
              "0 if extra_norm ≤ 0.5, else 2 if extra_overlap > 0.5, else 1"),
          metric(
              "phase_predicted",
              "",
              "the cheapest of the three in closed form, numbered alike",
              "of r(s/3 − s²/4), s/3 − s²/4, (1 + r)s²/6; s feature_probability,"
                  + " r relative importance"),
          metric(
                  "phase_margin",
                  "",
                  "cost of the second cheapest over the cheapest; 0 on a boundary",
                  "second/cheapest − 1")
              .within(Range.POSITIVE),
          metric("models_kept", "", "restarts that the values above are of", "")
              .within(Range.COUNT));

  private ToyMetrics() {}

  /** Computes the metrics of a logged step. */
  static Map<String, Double> epoch(Matrix w) {
    return epoch(FeatureGeometry.of(w));
  }

  private static Map<String, Double> epoch(FeatureGeometry geometry) {
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put(MEAN_INTERFERENCE, mean(geometry.meanInterference()));
    metrics.put(DIM_FRACS, mean(geometry.dimFracs()));
    metrics.put(D_STAR, geometry.dimensionsPerFeature());
    metrics.put(REPRESENTED, (double) AngleGaps.represented(geometry.norms()));
    return metrics;
  }

  /** Computes the metrics of one trained model. */
  static Map<String, Double> model(Matrix w) {
    FeatureGeometry geometry = FeatureGeometry.of(w);
    Map<String, Double> metrics = epoch(geometry);
    metrics.put(SUPERPOSITION_SCORE, geometry.superpositionScore());
    metrics.put("norm_mean", mean(geometry.norms()));
    metrics.put("dim_fracs_min", defined(geometry.dimFracs()).min().orElse(Double.NaN));
    metrics.put("dim_fracs_max", defined(geometry.dimFracs()).max().orElse(Double.NaN));
    metrics.put("named_fractions", NamedFractions.share(geometry.dimFracs()));
    double[] represented = geometry.dimFracs().clone();
    for (int i = 0; i < represented.length; i++) {
      represented[i] = geometry.norms()[i] > AngleGaps.REPRESENTED ? represented[i] : Double.NaN;
    }
    metrics.put("named_fractions_represented", NamedFractions.share(represented));
    metrics.put("projection_error", ProjectionError.of(w));
    if (w.rows() == 2) {
      AngleGaps gaps = AngleGaps.of(w);
      metrics.put("angle_gap_mean", gaps.mean());
      metrics.put("angle_gap_sd", gaps.sd());
      metrics.put("regular_polygon", gaps.isRegularPolygon(w.cols()) ? 1.0 : 0.0);
    }
    if (w.rows() == 1) {
      int last = w.cols() - 1;
      double squares = 0;
      for (int j = 0; j < last; j++) {
        squares += (double) w.get(0, j) * w.get(0, j);
      }
      metrics.put(EXTRA_NORM, geometry.norms()[last]);
      metrics.put(EXTRA_OVERLAP, squares);
    }
    return metrics;
  }

  /**
   * Derives metrics from the means over the models of a cell: the phase of a point in the phase
   * map.
   */
  static Map<String, Double> derived(ToyConfig config, Map<String, Double> means) {
    if (config.nFeatures() != 2 || config.nHidden() != 1) {
      return Map.of();
    }
    float[] importance = ToyPlans.importance(config);
    double r = (double) importance[1] / importance[0];
    double s = config.featureProbability();
    SuperpositionPhase phase =
        SuperpositionPhase.of(means.get(EXTRA_NORM), means.get(EXTRA_OVERLAP));
    return Map.of(
        PHASE,
        (double) phase.ordinal(),
        "phase_predicted",
        (double) SuperpositionPhase.cheapest(s, r).ordinal(),
        "phase_margin",
        SuperpositionPhase.margin(s, r));
  }

  private static java.util.stream.DoubleStream defined(double[] values) {
    return Arrays.stream(values).filter(v -> !Double.isNaN(v));
  }

  private static double mean(double[] values) {
    return defined(values).average().orElse(Double.NaN);
  }
}
