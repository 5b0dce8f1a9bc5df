package dev.polysweep.report.terminal;

import dev.polysweep.metric.LinearProbes;
import dev.polysweep.metric.NeuronFeatures;
import dev.polysweep.metric.geometry.FeatureOverlaps;
import java.util.List;

/**
 * The analysis of a weight matrix W [n_hidden, n_features], as a {@link WeightReport} shows it.
 *
 * @param title origin of W
 * @param hidden n_hidden
 * @param overlaps norms, overlaps and clusters of the features
 * @param threshold cos² above which two features are joined to one cluster
 * @param shown numbers of the features that are shown individually, ascending
 * @param cosines {@code [shown][shown]}, cosines between the shown features
 * @param plane {@code [n_features][2]}, the feature vectors if n_hidden is 2; otherwise null
 * @param cka linear CKA with another matrix, or null if there is no other matrix
 * @param probing results from activations and labels, or null if there are none
 * @param curves training curves, one for each phase
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
   * Results from activations of the neurons and values of the features.
   *
   * @param samples number of samples
   * @param neurons correlations between neurons and features
   * @param probes linear probes that predict the features from the neurons
   * @param probeCosines {@code [n_features]}, cosine of each probe with the model's own direction
   *     of the feature; null if the numbers of neurons and features are not those of W
   * @param information {@code [n_neurons][n_features]}, mutual information in nats
   * @param featureSparsity {@code [n_features]}, share of the samples in which a feature is
   *     inactive
   * @param activationSparsity {@code [n_neurons]}, share of the samples in which a neuron is
   *     inactive
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
   * @param phase name of the training phase
   * @param epochs the epochs, ascending
   * @param losses {@code [epochs]}, NaN where no loss was logged
   */
  public record Curve(String phase, int[] epochs, double[] losses) {}
}
