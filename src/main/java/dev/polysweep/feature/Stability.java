package dev.polysweep.feature;

import dev.polysweep.metric.geometry.LargestCosine;
import java.util.Arrays;
import java.util.List;

/**
 * The stability of an autoencoder's features: how well other autoencoders that were trained on the
 * same activations find the same features. The stability of a feature is the {@link LargestCosine}
 * of its decoder row with the decoder rows of another autoencoder, averaged over the other
 * autoencoders.
 */
public final class Stability {

  private Stability() {}

  /**
   * Computes the stability of every feature.
   *
   * @param dictionary the dictionary whose features are measured
   * @param others other autoencoders of the same width, such as those of other seeds
   * @return the stability of each feature, {@code [features]}, NaN for a decoder row of zeros; null
   *     if the dictionary is the neurons or there are no others
   */
  public static double[] of(Dictionary dictionary, List<Dictionary> others) {
    if (dictionary.isNeurons() || others.isEmpty()) {
      return null;
    }
    double[] sum = new double[dictionary.features()];
    for (Dictionary other : others) {
      double[] cosines =
          LargestCosine.of(dictionary.sae().parameters().wDec(), other.sae().parameters().wDec());
      Arrays.setAll(sum, f -> sum[f] + cosines[f]);
    }
    Arrays.setAll(sum, f -> sum[f] / others.size());
    return sum;
  }
}
