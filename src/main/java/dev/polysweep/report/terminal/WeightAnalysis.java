package dev.polysweep.report.terminal;

import dev.polysweep.metric.FeatureOverlaps;
import dev.polysweep.metric.LinearProbes;
import dev.polysweep.metric.NeuronFeatures;
import java.util.List;

/**
 * What is shown of a weight matrix W [n_hidden, n_features].
 *
 * @param title where W comes from
 * @param hidden n_hidden
 * @param overlaps what its features' pairs say
 * @param threshold cos² that joins clusters
 * @param shown numbers of the features that are shown one by one, ascending
 * @param cosines {@code [shown][shown]}, between those
 * @param plane {@code [n_features][2]}, the features themselves if n_hidden is 2, else null
 * @param cka linear CKA with another matrix, or null
 * @param probing what activations and labels say, or null
 * @param curves training curves, one a phase
 */
public record WeightAnalysis(
    String title,
    int hidden,
    FeatureOverlaps overlaps,
    double threshold,
    int[] shown,
    double[][] cosines,
    double[][] plane,
    Double cka,
    Probing probing,
    List<Curve> curves) {

  /**
   * What activations and the features' values say.
   *
   * @param samples number of samples
   * @param neurons correlations
   * @param probes linear probes
   * @param probeCosines {@code [n_features]}, of the probes with the model's own directions; null
   *     where the numbers of neurons and features are not those of W
   * @param information {@code [n_neurons][n_features]}, mutual information in nats
   * @param featureSparsity {@code [n_features]}, share of samples where a feature is inactive
   * @param activationSparsity {@code [n_neurons]}, the same of neurons
   */
  public record Probing(
      int samples,
      NeuronFeatures neurons,
      LinearProbes probes,
      double[] probeCosines,
      double[][] information,
      double[] featureSparsity,
      double[] activationSparsity) {}

  /**
   * A training curve.
   *
   * @param phase of the training
   * @param epochs ascending
   * @param losses {@code [epochs]}, NaN where there was none
   */
  public record Curve(String phase, int[] epochs, double[] losses) {}
}
