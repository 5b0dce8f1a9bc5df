package dev.polysweep.feature;

import dev.polysweep.metric.LargestCosine;
import java.util.Arrays;
import java.util.List;

/**
 * Which features of an autoencoder others of the same activations found too: each feature's {@link
 * LargestCosine} to their decoders, averaged over them.
 */
public final class Stability {

  private Stability() {}

  /**
   * @param others autoencoders of the same width, such as those of other seeds
   * @return a number a feature, not a number for a decoder row of zeros; null for neurons or
   *     without others
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
