package dev.polysweep.feature;

import java.io.Serializable;
import java.util.Comparator;

/**
 * A token on which a feature is active.
 *
 * @param activation how strongly
 * @param document its document
 * @param position its place there
 * @param lot drawn for it
 */
record Peak(float activation, long document, int position, long lot) implements Serializable {

  private static final Comparator<Peak> PLACE =
      Comparator.comparingLong(Peak::document).thenComparingInt(Peak::position);

  /** Strongest first; of equal ones by document and position. */
  static final Comparator<Peak> STRONGEST =
      Comparator.comparing(Peak::activation, Comparator.reverseOrder()).thenComparing(PLACE);

  /** By lot, which is a random order; of equal ones by document and position. */
  static final Comparator<Peak> DRAWN = Comparator.comparingLong(Peak::lot).thenComparing(PLACE);
}
