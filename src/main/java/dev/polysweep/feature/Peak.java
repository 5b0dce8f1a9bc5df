package dev.polysweep.feature;

import java.io.Serializable;
import java.util.Comparator;

/**
 * A token on which a feature is active, as the candidate peak of a context.
 *
 * @param activation the feature's activation on the token
 * @param document number of the token's document
 * @param position position of the token in the document
 * @param lot random number of the token; see {@link AnalysisDraws#lot}
 */
record Peak(float activation, long document, int position, long lot) implements Serializable {

  private static final Comparator<Peak> PLACE =
      Comparator.comparingLong(Peak::document).thenComparingInt(Peak::position);

  /** By activation, largest first; equal ones by document and position. */
  static final Comparator<Peak> STRONGEST =
      Comparator.comparing(Peak::activation, Comparator.reverseOrder()).thenComparing(PLACE);

  /** By lot, which is a random order; equal ones by document and position. */
  static final Comparator<Peak> DRAWN = Comparator.comparingLong(Peak::lot).thenComparing(PLACE);
}
