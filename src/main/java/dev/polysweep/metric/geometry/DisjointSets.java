package dev.polysweep.metric.geometry;

import java.util.ArrayList;
import java.util.List;

/**
 * Union–find over the features 0 … n − 1 (Tarjan 1975); a set's root is its smallest member, so the
 * result does not depend on the order of the unions.
 */
final class DisjointSets {

  private final int[] parents;

  DisjointSets(int n) {
    parents = new int[n];
    for (int i = 0; i < n; i++) {
      parents[i] = i;
    }
  }

  /**
   * Joins feature i with every feature j for which {@code cosines[j]}² exceeds the threshold.
   * Thread-safe.
   */
  synchronized void join(int i, double[] cosines, double threshold) {
    for (int j = 0; j < cosines.length; j++) {
      if (cosines[j] * cosines[j] > threshold) {
        int a = root(i);
        int b = root(j);
        parents[Math.max(a, b)] = Math.min(a, b);
      }
    }
  }

  private int root(int i) {
    while (parents[i] != i) {
      parents[i] = parents[parents[i]];
      i = parents[i];
    }
    return i;
  }

  /** The sets, ordered by their smallest member, with members ascending. */
  List<List<Integer>> members() {
    List<List<Integer>> byRoot = new ArrayList<>();
    for (int i = 0; i < parents.length; i++) {
      byRoot.add(new ArrayList<>());
      byRoot.get(root(i)).add(i);
    }
    return byRoot.stream().filter(set -> !set.isEmpty()).toList();
  }
}
