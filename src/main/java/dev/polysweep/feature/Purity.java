package dev.polysweep.feature;

import java.io.Serializable;

/**
 * How purely a feature answers to one language:
 *
 * <pre>(tokens of the language on which it is active) / (tokens on which it is active)</pre>
 *
 * <p>The language is the one with the most such tokens on one half of the documents; the share is
 * that of the other half, in [0, 1], NaN if it is never active there. Neither depends on a
 * threshold that was chosen. A feature that is active more rarely is purer by that alone, as long
 * as its strongest activations are its purest; so it is also told of the strongest activations, the
 * same share of all tokens for every feature.
 *
 * @param language index in {@link LabelSet#labels}
 * @param all over all tokens on which it is active
 * @param strongest over {@link #SHARE} of all tokens, those on which it is most active; over fewer
 *     if it is active on fewer
 */
public record Purity(int language, double all, double strongest) implements Serializable {

  /** Share of all tokens that the strongest activations are. */
  public static final double SHARE = 0.01;
}
