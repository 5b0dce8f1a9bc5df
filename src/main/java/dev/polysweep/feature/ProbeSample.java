package dev.polysweep.feature;

import dev.polysweep.math.Matrix;
import java.io.Serializable;

/**
 * Tokens that probes for labels are fitted to: a sample of one half of the documents, drawn
 * separately of each ground truth, so that rare ones are there too.
 *
 * @param activations activations of the tokens, {@code [tokens, width]}
 * @param truth index of each token's ground truth in a {@link LabelSet}, or {@link
 *     LabelSet#UNLABELLED}, {@code [tokens]}
 * @param weight number of tokens of the half that each one stands for, {@code [tokens]}
 */
public record ProbeSample(Matrix activations, int[] truth, double[] weight)
    implements Serializable {

  /** Which tokens bear a label, {@code [tokens]}. */
  boolean[] bears(LabelSet.Label label) {
    boolean[] bears = new boolean[truth.length];
    for (int t = 0; t < bears.length; t++) {
      for (int of : label.truths()) {
        bears[t] |= truth[t] == of;
      }
    }
    return bears;
  }
}
