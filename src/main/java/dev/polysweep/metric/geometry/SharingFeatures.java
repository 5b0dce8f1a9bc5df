package dev.polysweep.metric.geometry;

/**
 * Counts the features that a model represents without giving them a dimension of their own: those
 * of a fractional capacity in the words of Scherlis et al. (2022, "Polysemanticity and Capacity in
 * Neural Networks"), whose capacity is D_i.
 */
public final class SharingFeatures {

  /** The D_i from which a feature counts as having a dimension to itself. */
  private static final double OWN = 0.9;

  private SharingFeatures() {}

  /** Returns #{i: ‖W_i‖ &gt; 0.5, D_i &lt; 0.9}. */
  public static int of(FeatureGeometry geometry) {
    int sharing = 0;
    for (int i = 0; i < geometry.norms().length; i++) {
      boolean represented = geometry.norms()[i] > AngleGaps.REPRESENTED;
      sharing += represented && geometry.dimFracs()[i] < OWN ? 1 : 0;
    }
    return sharing;
  }
}
