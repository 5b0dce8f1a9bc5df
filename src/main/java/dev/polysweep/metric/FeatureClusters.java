package dev.polysweep.metric;

import dev.polysweep.math.Matrix;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Features that overlap, directly or through others: connected components of the graph with an edge
 * where cos²(W_i, W_j) exceeds a threshold. Every feature is in exactly one cluster; a zero feature
 * is alone.
 */
public final class FeatureClusters {

  private FeatureClusters() {}

  /**
   * @param w {@code [n_hidden, n_features]}
   * @param threshold cos² above which two features are joined, 0.5 by custom
   * @return clusters ordered by their first member, members ascending
   */
  public static List<List<Integer>> of(Matrix w, double threshold) {
    UnitColumns unit = UnitColumns.of(w);
    int n = unit.count();
    boolean[] placed = new boolean[n];
    List<List<Integer>> clusters = new ArrayList<>();
    for (int first = 0; first < n; first++) {
      if (placed[first]) {
        continue;
      }
      List<Integer> members = new ArrayList<>(List.of(first));
      placed[first] = true;
      for (int next = 0; next < members.size(); next++) {
        for (int j = 0; j < n; j++) {
          double cosine = unit.cosine(members.get(next), j);
          if (!placed[j] && cosine * cosine > threshold) {
            placed[j] = true;
            members.add(j);
          }
        }
      }
      Collections.sort(members);
      clusters.add(members);
    }
    return clusters;
  }
}
