package dev.polysweep.data;

import dev.polysweep.math.RandomStream;

/**
 * A plain forest of features: a child is active only where its parent is active, at most one of
 * several siblings is active, and the firing probabilities of roots follow Zipf's law. ({@link
 * dev.polysweep.data.forest} has the forest of SynthSAEBench.) Features 0 … roots − 1 are roots;
 * feature i ≥ roots is a child of feature ⌊(i − roots)/branching⌋.
 *
 * <p>Root r is active with probability c·(r + 1)^−zipf, independently of other roots. An active
 * feature with children has one active child with probability childProbability; it is child j,
 * counted from 0, with a weight of (j + 1)^−zipf. The factor c is chosen so that the mean number of
 * active features is the one asked for.
 */
public final class HierarchicalFiring implements Firing {

  private final int features;
  private final int roots;
  private final int branching;
  private final double childProbability;
  private final double[] rootProbability;
  private final double[] weights; // cumulative sums of the weights of siblings

  /**
   * @param features number of features of the whole forest
   * @param roots number of trees
   * @param branching largest number of children of a feature
   * @param childProbability probability that an active feature with children has an active child
   * @param zipf exponent of Zipf's law, for roots and siblings
   * @param activeMean mean number of active features of a sample
   * @throws IllegalArgumentException if a root would need a probability above 1 to reach {@code
   *     activeMean}
   */
  public HierarchicalFiring(
      int features,
      int roots,
      int branching,
      double childProbability,
      double zipf,
      double activeMean) {
    this.features = features;
    this.roots = Math.min(roots, features);
    this.branching = branching;
    this.childProbability = childProbability;
    weights = new double[branching];
    double sum = 0;
    for (int j = 0; j < branching; j++) {
      sum += StrictMath.pow(j + 1, -zipf);
      weights[j] = sum;
    }
    rootProbability = new double[this.roots];
    double expected = 0;
    for (int r = 0; r < this.roots; r++) {
      rootProbability[r] = StrictMath.pow(r + 1, -zipf);
      expected += rootProbability[r] * chain(r);
    }
    for (int r = 0; r < this.roots; r++) {
      rootProbability[r] *= activeMean / expected;
    }
    if (rootProbability[0] > 1) {
      throw new IllegalArgumentException(
          "at most "
              + activeMean / rootProbability[0]
              + " features can be active on average, not "
              + activeMean);
    }
  }

  /** The expected number of active features among i and its descendants, given that i is active. */
  private double chain(int i) {
    int children = children(i);
    double below = 0;
    for (int j = 0; j < children; j++) {
      below +=
          (weights[j] - (j == 0 ? 0 : weights[j - 1])) / weights[children - 1] * chain(child(i, j));
    }
    return 1 + (children == 0 ? 0 : childProbability * below);
  }

  private int child(int i, int j) {
    return roots + i * branching + j;
  }

  private int children(int i) {
    return Math.max(0, Math.min(branching, features - child(i, 0)));
  }

  @Override
  public int features() {
    return features;
  }

  /** The parent of feature i; −1 if i is a root. */
  public int parent(int i) {
    return i < roots ? -1 : (i - roots) / branching;
  }

  /** The probability that root r is active. */
  public double rootProbability(int r) {
    return rootProbability[r];
  }

  @Override
  public int draw(RandomStream random, int[] active) {
    int n = 0;
    for (int r = 0; r < roots; r++) {
      if (random.nextDouble() < rootProbability[r]) {
        int i = r;
        active[n++] = i;
        for (int children = children(i); children > 0; children = children(i)) {
          if (random.nextDouble() >= childProbability) {
            break;
          }
          double at = random.nextDouble() * weights[children - 1];
          int j = 0;
          while (j < children - 1 && at >= weights[j]) {
            j++;
          }
          i = child(i, j);
          active[n++] = i;
        }
      }
    }
    java.util.Arrays.sort(active, 0, n);
    return n;
  }
}
