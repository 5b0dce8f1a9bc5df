package dev.polysweep.metric;

import dev.polysweep.math.Matrix;
import java.util.stream.IntStream;

/** The {@link MutualInformation} of every neuron with every feature. */
public final class MutualInformationMatrix {

  private MutualInformationMatrix() {}

  /**
   * Estimates all pairs, in parallel over neurons.
   *
   * @param activations {@code [samples, n_neurons]}
   * @param features {@code [samples, n_features]}
   * @param bins number of bins of each variable, at least 1
   * @return {@code [n_neurons][n_features]}, nats
   * @throws IllegalArgumentException if the numbers of samples differ or bins is less than 1
   */
  public static double[][] of(Matrix activations, Matrix features, int bins) {
    if (activations.rows() != features.rows() || bins < 1) {
      throw new IllegalArgumentException(
          "mutual information needs at least 1 bin and equally many samples (rows), not "
              + bins
              + " bins, "
              + activations
              + " and "
              + features);
    }
    int[][] neurons = binned(activations, bins);
    int[][] values = binned(features, bins);
    double[][] information = new double[neurons.length][values.length];
    IntStream.range(0, neurons.length)
        .parallel()
        .forEach(
            i -> {
              for (int j = 0; j < values.length; j++) {
                information[i][j] = MutualInformation.of(neurons[i], values[j], bins);
              }
            });
    return information;
  }

  private static int[][] binned(Matrix x, int bins) {
    int[][] columns = new int[x.cols()][];
    float[] column = new float[x.rows()];
    for (int c = 0; c < x.cols(); c++) {
      for (int r = 0; r < x.rows(); r++) {
        column[r] = x.get(r, c);
      }
      columns[c] = MutualInformation.binned(column, bins);
    }
    return columns;
  }
}
