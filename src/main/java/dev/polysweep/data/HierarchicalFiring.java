package dev.polysweep.data;

import dev.polysweep.math.RandomStream;

/**
 * A forest of features in the manner of SynthSAEBench (SAELens): a child is active only where its
 * parent is, of siblings at most one, and roots fire with Zipf's frequencies. Features 0 … roots −
 * 1 are roots; feature i ≥ roots is a child of ⌊(i − roots)/branching⌋.
 *
 * <p>Root r fires with probability c·(r + 1)^−zipf, roots independently; an active feature with
 * children has an active child with probability childProbability, the j-th of them with weight (j +
 * 1)^−zipf. c makes the mean number of active features what is asked for.
 */
public final class HierarchicalFiring implements Firing {

  private final int features;
  private final int roots;
  private final int branching;
  private final double childProbability;
  private final double[] rootProbability;
  private final double[] weights; // of siblings, cumulated

  /**
   * @throws IllegalArgumentException if a root would have to fire more often than always
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
          "at most " + activeMean / rootProbability[0] + " features can be active on average");
    }
  }

  /** Mean number of active features of a tree whose top is active. */
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

  /** The parent of a feature, or −1 of a root. */
  public int parent(int i) {
    return i < roots ? -1 : (i - roots) / branching;
  }

  /** Probability that root r is active. */
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
