package dev.polysweep.metric.geometry;

import java.util.ArrayList;
import java.util.List;

/**
 * An order of directions in which similar ones stand together: that of the leaves of the tree that
 * average linkage makes of the distances 1 − |cos| (Sokal and Michener 1958, UPGMA). Of two
 * clusters that are joined, the one with the smaller first member stands first.
 */
public final class LeafOrder {

  private LeafOrder() {}

  /**
   * Orders the directions.
   *
   * @param cosine cosines, {@code [n * n]}, row-major and symmetric; not changed
   * @param n number of directions
   * @return indices of the directions in their order
   */
  public static int[] of(float[] cosine, int n) {
    List<List<Integer>> clusters = new ArrayList<>();
    double[][] likeness = new double[n][n]; // mean |cos| of two clusters, by their places
    for (int i = 0; i < n; i++) {
      clusters.add(new ArrayList<>(List.of(i)));
      for (int j = 0; j < n; j++) {
        double value = Math.abs(cosine[i * n + j]);
        likeness[i][j] = Double.isNaN(value) ? 0 : value;
      }
    }
    for (int left = n; left > 1; left--) {
      int a = -1;
      int b = -1;
      for (int i = 0; i < n; i++) {
        for (int j = i + 1; j < n; j++) {
          boolean both = clusters.get(i) != null && clusters.get(j) != null;
          if (both && (a < 0 || likeness[i][j] > likeness[a][b])) {
            a = i;
            b = j;
          }
        }
      }
      int sizeA = clusters.get(a).size();
      int sizeB = clusters.get(b).size();
      for (int k = 0; k < n; k++) {
        double mean = (sizeA * likeness[a][k] + sizeB * likeness[b][k]) / (sizeA + sizeB);
        likeness[a][k] = mean;
        likeness[k][a] = mean;
      }
      clusters.get(a).addAll(clusters.get(b));
      clusters.set(b, null);
    }
    return n == 0 ? new int[0] : clusters.get(0).stream().mapToInt(Integer::intValue).toArray();
  }
}
