package dev.polysweep.data.forest;

import java.io.Serializable;

/**
 * The shape of a forest of features.
 *
 * @param features number of features, of which some may be outside every tree
 * @param roots number of trees
 * @param minChildren least number of children of a feature above the deepest level
 * @param maxChildren largest number; where it is greater, each feature draws its number
 * @param maxDepth depth of the deepest level; roots have depth 0
 * @param exclusivePortion share of the eligible features whose children exclude one another
 * @param exclusiveFrom least depth of such a feature
 * @param exclusiveTo largest depth of such a feature; null for no bound
 */
public record ForestShape(
    int features,
    int roots,
    int minChildren,
    int maxChildren,
    int maxDepth,
    double exclusivePortion,
    int exclusiveFrom,
    Integer exclusiveTo)
    implements Serializable {

  /**
   * @throws IllegalArgumentException if the largest number of children is below the least
   */
  public ForestShape {
    if (maxChildren < minChildren) {
      throw new IllegalArgumentException(
          "at most " + maxChildren + " children are fewer than at least " + minChildren);
    }
  }
}
