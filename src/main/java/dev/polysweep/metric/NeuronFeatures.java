package dev.polysweep.metric;

import dev.polysweep.math.Matrix;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which neurons respond to which features, by the absolute Pearson correlations of activations a
 * with feature values f over samples,
 *
 * <pre>r_ij = |Σ_s (a_si − ā_i)(f_sj − f̄_j)| / (‖a_i − ā_i‖·‖f_j − f̄_j‖)</pre>
 *
 * <p>which lie in [0, 1] and are 0 if the neuron or the feature does not vary. Neuron i responds to
 * feature j if r_ij exceeds {@value #RESPONDS}, and is polysemantic if it responds to more than one
 * feature. It is monosemantic if its largest correlation exceeds 0.5 and no other reaches 0.2. The
 * thresholds and definitions are those of the superposition explorer, so that its users find the
 * numbers they know.
 *
 * @param correlations r_ij, {@code [n_neurons][n_features]}
 */
public record NeuronFeatures(double[][] correlations) {

  /** The correlation above which a neuron responds to a feature. */
  public static final double RESPONDS = 0.1;

  private static final double SELECTIVE = 0.5;
  private static final double OTHERS = 0.2;

  /**
   * Computes the correlations.
   *
   * @param activations a, {@code [samples, n_neurons]}
   * @param features f, {@code [samples, n_features]}, as values or as 0 and 1
   * @throws IllegalArgumentException if the numbers of samples differ
   */
  public static NeuronFeatures of(Matrix activations, Matrix features) {
    if (activations.rows() != features.rows()) {
      throw new IllegalArgumentException(
          "the numbers of samples (rows) must be equal, not those of "
              + activations
              + " and "
              + features);
    }
    double[][] neurons = Centered.columns(activations);
    double[][] values = Centered.columns(features);
    double[] lengths = new double[values.length];
    for (int j = 0; j < values.length; j++) {
      lengths[j] = Math.sqrt(Centered.dot(values[j], values[j]));
    }
    double[][] correlations = new double[neurons.length][values.length];
    for (int i = 0; i < neurons.length; i++) {
      double length = Math.sqrt(Centered.dot(neurons[i], neurons[i]));
      for (int j = 0; j < values.length; j++) {
        boolean varies = length > 0 && lengths[j] > 0;
        double dot = varies ? Math.abs(Centered.dot(neurons[i], values[j])) : 0;
        correlations[i][j] = varies ? Math.min(1, dot / length / lengths[j]) : 0;
      }
    }
    return new NeuronFeatures(correlations);
  }

  /** The number of features that each neuron responds to, {@code [n_neurons]}. */
  public int[] featureCounts() {
    int[] counts = new int[correlations.length];
    for (int i = 0; i < counts.length; i++) {
      for (double r : correlations[i]) {
        counts[i] += r > RESPONDS ? 1 : 0;
      }
    }
    return counts;
  }

  /** The number of neurons that respond to more than one feature. */
  public int polysemantic() {
    int polysemantic = 0;
    for (int count : featureCounts()) {
      polysemantic += count > 1 ? 1 : 0;
    }
    return polysemantic;
  }

  /** The mean number of features that a neuron responds to; NaN without neurons. */
  public double featuresPerNeuron() {
    double sum = 0;
    for (int count : featureCounts()) {
      sum += count;
    }
    return sum / correlations.length;
  }

  /** Each neuron's largest correlation, {@code [n_neurons]}; 0 without features. */
  public double[] selectivity() {
    double[] largest = new double[correlations.length];
    for (int i = 0; i < largest.length; i++) {
      for (double r : correlations[i]) {
        largest[i] = Math.max(largest[i], r);
      }
    }
    return largest;
  }

  /** A map from each monosemantic neuron to its feature. */
  public Map<Integer, Integer> monosemantic() {
    Map<Integer, Integer> found = new TreeMap<>();
    for (int i = 0; i < correlations.length; i++) {
      int best = -1;
      int reaching = 0;
      for (int j = 0; j < correlations[i].length; j++) {
        best = correlations[i][j] > SELECTIVE ? j : best;
        reaching += correlations[i][j] >= OTHERS ? 1 : 0;
      }
      if (best >= 0 && reaching == 1) {
        found.put(i, best);
      }
    }
    return found;
  }
}
