package dev.polysweep.data.forest;

import dev.polysweep.math.RandomStream;
import java.util.Arrays;

/**
 * Features in trees: which feature is whose parent, and whose children exclude one another. A
 * feature may also be outside every tree. {@link #walk} applies the rules that the trees impose on
 * a sample.
 */
public final class FeatureForest {

  /** In place of a parent's index: the feature is the root of a tree. */
  public static final int ROOT = -1;

  /** In place of a parent's index: the feature is outside every tree. */
  public static final int OUTSIDE = -2;

  private final int[] parent;
  private final boolean[] exclusive;
  private final int[][] children;
  private final int[] tops;

  /**
   * @param parent parent of each feature, or {@link #ROOT} or {@link #OUTSIDE}, {@code
   *     [n_features]}
   * @param exclusive whether at most one child of a feature is active, {@code [n_features]}
   * @throws IllegalArgumentException if a parent's index is not below that of its child
   */
  public FeatureForest(int[] parent, boolean[] exclusive) {
    this.parent = parent.clone();
    this.exclusive = exclusive.clone();
    int[] counts = new int[parent.length];
    for (int i = 0; i < parent.length; i++) {
      if (parent[i] >= i || parent[i] < OUTSIDE) {
        throw new IllegalArgumentException("feature " + i + " cannot have the parent " + parent[i]);
      }
      if (parent[i] >= 0) {
        counts[parent[i]]++;
      }
    }
    children = new int[parent.length][];
    Arrays.setAll(children, i -> new int[counts[i]]);
    for (int i = parent.length - 1; i >= 0; i--) {
      if (parent[i] >= 0) {
        children[parent[i]][--counts[parent[i]]] = i;
      }
    }
    tops = java.util.stream.IntStream.range(0, parent.length).filter(i -> parent[i] < 0).toArray();
  }

  /**
   * Grows a forest. Indices are handed out breadth first over all trees: the roots, then the
   * children of the first root, of the second, and so on. When they run out, the parent at hand is
   * left with fewer children and the later ones with none; what remains after the deepest level is
   * outside every tree. Of the features that can have children, lie between the two depths and have
   * at least two children, ⌊portion·count⌋ get children that exclude one another.
   *
   * @param random draws numbers of children, where they vary, and the features of the portion
   */
  public static FeatureForest grow(ForestShape shape, RandomStream random) {
    int n = shape.features();
    int[] parent = new int[n];
    int[] depth = new int[n];
    int[] born = new int[n];
    Arrays.fill(parent, OUTSIDE);
    int used = Math.min(n, shape.roots());
    Arrays.fill(parent, 0, used, ROOT);
    int grown = 0; // the parents whose index is below this one have their children
    for (; grown < used && depth[grown] < shape.maxDepth(); grown++) {
      int wanted =
          shape.minChildren() + random.nextInt(shape.maxChildren() - shape.minChildren() + 1);
      for (; born[grown] < wanted && used < n; used++) {
        parent[used] = grown;
        depth[used] = depth[grown] + 1;
        born[grown]++;
      }
    }
    int[] eligible = new int[grown];
    int count = 0;
    for (int i = 0; i < grown; i++) {
      boolean level =
          depth[i] >= shape.exclusiveFrom()
              && (shape.exclusiveTo() == null || depth[i] <= shape.exclusiveTo());
      if (level && born[i] >= 2) {
        eligible[count++] = i;
      }
    }
    boolean[] exclusive = new boolean[n];
    for (int left = (int) (count * shape.exclusivePortion()); left > 0; left--) {
      int at = random.nextInt(count);
      exclusive[eligible[at]] = true;
      eligible[at] = eligible[--count];
    }
    return new FeatureForest(parent, exclusive);
  }

  /** The number of features. */
  public int features() {
    return parent.length;
  }

  /** The parent of a feature, or {@link #ROOT} or {@link #OUTSIDE}. */
  public int parent(int i) {
    return parent[i];
  }

  /** Whether at most one child of a feature is active. */
  public boolean exclusive(int i) {
    return exclusive[i];
  }

  /** The number of children of a feature. */
  public int children(int i) {
    return children[i].length;
  }

  /**
   * The factors by which firing probabilities are raised so that the trees' rules lower them less:
   * with the base probabilities p and the parent q of i, 1/p_q, and where the children of q exclude
   * one another also 1 + max(0, T_q − p_i)/p_q, where T_q is the sum of p over the children of q.
   * This is one pass over base probabilities, not a fixed point, as in the original.
   *
   * @param p base probabilities, {@code [n_features]}
   */
  public double[] corrections(double[] p) {
    double[] factor = new double[p.length];
    for (int i = 0; i < p.length; i++) {
      factor[i] = 1;
      int q = parent[i];
      if (q >= 0) {
        factor[i] = 1 / p[q];
        if (exclusive[q] && children[q].length >= 2) {
          double siblings = 0;
          for (int child : children[q]) {
            siblings += p[child];
          }
          factor[i] *= 1 + Math.max(0, siblings - p[i]) / p[q];
        }
      }
    }
    return factor;
  }

  /**
   * The activations of a sample's features before the trees' rules, each asked for at most once.
   */
  interface Raw {
    float of(int feature);
  }

  /** Receives the active features of a sample, a parent before its children. */
  interface Active {
    void add(int feature, float activation);
  }

  /**
   * Applies the trees' rules to a sample. A child is active only where its parent is. Of the
   * children of a parent whose children exclude one another, one of the active ones stays active,
   * whichever it is with equal chances. An activation is scaled by a_q/m_q, where a_q is what its
   * parent's activation has become and m_q the mean magnitude of the parent.
   *
   * @param mean mean magnitudes m, {@code [n_features]}, or null if parents do not scale children
   * @param random draws the child that stays active
   */
  void walk(Raw raw, float[] mean, RandomStream random, Active out) {
    for (int i : tops) {
      walk(i, raw.of(i), raw, mean, random, out);
    }
  }

  private void walk(
      int i, float activation, Raw raw, float[] mean, RandomStream random, Active out) {
    if (!(activation > 0)) {
      return;
    }
    out.add(i, activation);
    int[] below = children[i];
    if (below.length == 0) {
      return;
    }
    float scale = mean == null ? 1 : activation / mean[i];
    float[] values = new float[below.length];
    int active = 0;
    for (int c = 0; c < below.length; c++) {
      values[c] = raw.of(below[c]);
      active += values[c] > 0 ? 1 : 0;
    }
    int chosen = exclusive[i] && active >= 2 ? random.nextInt(active) : -1;
    for (int c = 0; c < below.length; c++) {
      if (values[c] > 0 && (chosen < 0 || --active == chosen)) {
        walk(below[c], values[c] * scale, raw, mean, random, out);
      }
    }
  }
}
