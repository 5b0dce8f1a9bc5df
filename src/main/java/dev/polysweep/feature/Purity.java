package dev.polysweep.feature;

import java.io.Serializable;

/**
 * The purity of a feature with respect to one language:
 *
 * <pre>(tokens of the language on which the feature is active) / (tokens on which it is active)
 * </pre>
 *
 * <p>The language is the most frequent one among the tokens on which the feature is active in one
 * half of the documents. Purity is measured on the other half; it lies in [0, 1] and is NaN if the
 * feature is never active there. No threshold has to be chosen. If strong activations are purer
 * than weak ones, a feature that is active more rarely is purer for that reason alone. Therefore
 * purity is also given for the strongest activations only, which are the same share of all tokens
 * for every feature.
 *
 * @param language index of the language in {@link LabelSet#labels}
 * @param tokens number of tokens that the purity rests on: those of the measuring half on which the
 *     feature is active
 * @param all purity over all tokens on which the feature is active
 * @param strongest purity over the tokens with the largest activations, about {@link #SHARE} of all
 *     tokens or fewer if the feature is active on fewer, with respect to the most frequent language
 *     of these tokens
 */
public record Purity(int language, long tokens, double all, double strongest)
    implements Serializable {

  /** The share of all tokens that count as a feature's strongest activations. */
  public static final double SHARE = 0.01;
}
