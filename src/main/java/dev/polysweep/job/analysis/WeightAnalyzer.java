package dev.polysweep.job.analysis;

import dev.polysweep.math.Matrix;
import dev.polysweep.metric.FeatureSparsity;
import dev.polysweep.metric.LinearCka;
import dev.polysweep.metric.LinearProbes;
import dev.polysweep.metric.MutualInformation;
import dev.polysweep.metric.MutualInformationMatrix;
import dev.polysweep.metric.NeuronFeatures;
import dev.polysweep.metric.geometry.CosineOverlap;
import dev.polysweep.metric.geometry.FeatureOverlaps;
import dev.polysweep.report.terminal.WeightAnalysis;
import dev.polysweep.report.terminal.WeightAnalysis.Curve;
import dev.polysweep.report.terminal.WeightAnalysis.Probing;
import dev.polysweep.report.terminal.WeightReport;
import dev.polysweep.sweep.yaml.SweepException;
import java.util.List;

/**
 * Analyses a weight matrix: how its features share the hidden space. {@link WeightAnalysis} holds
 * the result, {@link WeightReport} writes it as text.
 */
public final class WeightAnalyzer {

  /** Largest number of features; comparing all pairs of this many takes minutes. */
  private static final int MOST_FEATURES = 1 << 16;

  /**
   * Bytes of memory per entry of W, for directions in double precision, stored by feature and by
   * hidden unit.
   */
  private static final int WALK = 2 * Double.BYTES;

  /**
   * Bytes of memory per entry of activations or labels, for a centred copy and the copies that
   * least squares needs.
   */
  private static final int PROBES = 6 * Double.BYTES;

  private final Weights weights;
  private final Matrix w;
  private final double threshold;
  private final int width;

  /**
   * Prepares the analysis of a matrix.
   *
   * @param weights {@code [n_hidden, n_features]}: see {@link Weights#oriented}
   * @param threshold features whose cos² is above it are in one cluster, from 0 to 1
   * @param width width of the text in columns, which determines how many features are shown one by
   *     one
   * @throws SweepException if the matrix is too large to be analysed in the memory that is free
   */
  public WeightAnalyzer(Weights weights, double threshold, int width) {
    this.weights = weights;
    this.w = weights.matrix();
    this.threshold = threshold;
    this.width = width;
    if (w.cols() > MOST_FEATURES) {
      throw new SweepException(
          weights.title()
              + ": "
              + w.cols()
              + " features, more than "
              + MOST_FEATURES
              + "; are its features the rows (--features rows)?");
    }
    requireMemory(WALK, w, weights.title());
  }

  /**
   * Analyses the matrix.
   *
   * @param cka the result of {@link #cka}, or null
   * @param probing the result of {@link #probing}, or null
   * @param curves training curves to be shown with the analysis; may be empty
   */
  public WeightAnalysis analysis(Double cka, Probing probing, List<Curve> curves) {
    FeatureOverlaps overlaps = FeatureOverlaps.of(w, threshold);
    int[] shown = WeightReport.shown(overlaps.norms(), width);
    Matrix some = new Matrix(w.rows(), shown.length);
    for (int r = 0; r < w.rows(); r++) {
      for (int c = 0; c < shown.length; c++) {
        some.set(r, c, w.get(r, shown[c]));
      }
    }
    return new WeightAnalysis(
        weights.title(),
        w.rows(),
        overlaps,
        threshold,
        shown,
        doubles(CosineOverlap.of(some)),
        w.rows() == 2 ? doubles(w.transpose()) : null,
        cka,
        probing,
        curves);
  }

  /**
   * The linear CKA with the weights of another model, for which the features are the samples.
   *
   * @param other {@code [n_hidden of the other model, n_features]}
   * @throws SweepException if the other model has another number of features
   */
  public double cka(Weights other) {
    if (other.matrix().cols() != w.cols()) {
      throw new SweepException(
          "--compare: "
              + other.title()
              + " has "
              + other.matrix().cols()
              + " features, "
              + weights.title()
              + " "
              + w.cols());
    }
    return LinearCka.of(w.transpose(), other.matrix().transpose());
  }

  /**
   * Compares the activations of hidden units with the values of features on the same samples.
   *
   * @param activations {@code [samples, n_hidden]}
   * @param labels {@code [samples, n_features]}
   * @throws SweepException if activations and labels have different numbers of samples, fewer than
   *     two, or need more memory than is free
   */
  public Probing probing(Weights activations, Weights labels) {
    Matrix acts = activations.matrix();
    Matrix values = labels.matrix();
    if (acts.rows() != values.rows() || acts.rows() < 2) {
      throw new SweepException(
          "--activations, --labels: "
              + acts.rows()
              + " and "
              + values.rows()
              + " samples (rows); they must be as many, and at least 2");
    }
    requireMemory(PROBES, acts, activations.title());
    requireMemory(PROBES, values, labels.title());
    LinearProbes probes = LinearProbes.of(acts, values);
    boolean fits = acts.cols() == w.rows() && values.cols() == w.cols();
    return new Probing(
        acts.rows(),
        NeuronFeatures.of(acts, values),
        probes,
        fits ? probes.cosines(w) : null,
        MutualInformationMatrix.of(acts, values, MutualInformation.BINS),
        FeatureSparsity.of(values),
        FeatureSparsity.of(acts));
  }

  private static void requireMemory(int bytesPerEntry, Matrix matrix, String title) {
    Runtime runtime = Runtime.getRuntime();
    long free = runtime.maxMemory() - (runtime.totalMemory() - runtime.freeMemory());
    long needed = (long) bytesPerEntry * matrix.data().length;
    if (needed > free) {
      throw new SweepException(
          title
              + ": its analysis takes "
              + (needed >> 20)
              + " MB of memory, "
              + (free >> 20)
              + " are free; allow more with POLYSWEEP_JAVA_OPTS=-Xmx…");
    }
  }

  private static double[][] doubles(Matrix matrix) {
    double[][] rows = new double[matrix.rows()][matrix.cols()];
    for (int r = 0; r < matrix.rows(); r++) {
      for (int c = 0; c < matrix.cols(); c++) {
        rows[r][c] = matrix.get(r, c);
      }
    }
    return rows;
  }
}
