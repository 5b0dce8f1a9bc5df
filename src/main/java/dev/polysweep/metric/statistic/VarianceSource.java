package dev.polysweep.metric.statistic;

import java.util.List;

/**
 * Something that may make the cells of a sweep differ.
 *
 * @param kind what it is
 * @param settings names of the settings concerned; none for a source that is not named by settings
 * @param parts projections whose weighted squared lengths are what the source explains
 * @param test projection that the source's test uses: what it explains beyond all others
 * @param df dimensions of {@code test}, the degrees of freedom of the source
 */
record VarianceSource(Kind kind, List<String> settings, List<Part> parts, Projection test, int df) {

  /** The kinds of sources. */
  enum Kind {
    /** One setting, averaged over the others. */
    SETTING,
    /** Two settings together, beyond the sum of their effects. */
    PAIR,
    /** What configurations differ by beyond the settings and the pairs. */
    COMBINATION
  }

  /** A projection and the weight of its squared length. */
  record Part(double weight, Projection projection) {}

  /** Makes a source that is one orthogonal part of the design. */
  static VarianceSource of(Kind kind, List<String> settings, Projection projection, int df) {
    return new VarianceSource(kind, settings, List.of(new Part(1, projection)), projection, df);
  }
}
