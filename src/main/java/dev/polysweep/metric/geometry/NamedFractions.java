package dev.polysweep.metric.geometry;

import java.util.Arrays;

/**
 * The share of features whose dimensionality D_i is one of the fractions that regular arrangements
 * of features give (Elhage et al. 2022): ½ in an antipodal pair, ⅔ in a triangle, ¾ in a
 * tetrahedron, ⅖ in a pentagon, ⅜ in a square antiprism.
 */
public final class NamedFractions {

  /** The largest distance |D_i − f| at which a feature counts as having the fraction f. */
  public static final double TOLERANCE = 0.02;

  private static final double[] FRACTIONS = {3 / 8.0, 2 / 5.0, 1 / 2.0, 2 / 3.0, 3 / 4.0};

  private NamedFractions() {}

  /** The fractions, ascending. */
  public static double[] fractions() {
    return FRACTIONS.clone();
  }

  /**
   * The share #{i : |D_i − f| ≤ 0.02 for some named fraction f} / #{i : D_i is not NaN}, in [0, 1].
   *
   * @param dimFracs D_i of {@link FeatureGeometry}, {@code [n_features]}; NaN entries are ignored
   * @return the share; NaN if all entries are NaN
   */
  public static double share(double[] dimFracs) {
    double[] defined = Arrays.stream(dimFracs).filter(d -> !Double.isNaN(d)).toArray();
    long near = Arrays.stream(defined).filter(NamedFractions::isNear).count();
    return defined.length == 0 ? Double.NaN : (double) near / defined.length;
  }

  private static boolean isNear(double dimFrac) {
    return Arrays.stream(FRACTIONS).anyMatch(f -> Math.abs(dimFrac - f) <= TOLERANCE);
  }
}
