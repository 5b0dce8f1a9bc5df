package dev.polysweep.feature;

import java.util.Arrays;

/**
 * The active features of a document ordered by feature: the entries of {@code feature[i]} run from
 * {@code start[i]} (inclusive) to {@code start[i + 1]} (exclusive), tokens ascending.
 *
 * @param feature features that are active on at least one token, ascending, {@code [features]}
 * @param start first entry of each feature, {@code [features + 1]}
 * @param token index of an entry's token in the arrays of {@link DocumentCodes}, {@code [entries]}
 * @param value activation of an entry, {@code [entries]}
 */
public record FeatureTraces(int[] feature, int[] start, int[] token, float[] value) {

  static FeatureTraces of(DocumentCodes codes) {
    int entries = codes.entries();
    // The feature is in the upper 32 bits, the entry (already in token order) in the lower.
    long[] order = new long[entries];
    for (int e = 0; e < entries; e++) {
      order[e] = (long) codes.feature()[e] << 32 | e;
    }
    Arrays.sort(order);
    int[] tokenOf = new int[entries];
    for (int t = 0; t < codes.tokens(); t++) {
      Arrays.fill(tokenOf, codes.start()[t], codes.start()[t + 1], t);
    }
    int[] feature = new int[entries];
    int[] start = new int[entries + 1];
    int[] token = new int[entries];
    float[] value = new float[entries];
    int features = 0;
    for (int i = 0; i < entries; i++) {
      int f = (int) (order[i] >>> 32);
      int e = (int) order[i];
      if (features == 0 || feature[features - 1] != f) {
        feature[features] = f;
        start[features++] = i;
      }
      token[i] = tokenOf[e];
      value[i] = codes.value()[e];
    }
    start[features] = entries;
    return new FeatureTraces(
        Arrays.copyOf(feature, features), Arrays.copyOf(start, features + 1), token, value);
  }

  /** The number of features that are active on at least one token. */
  public int size() {
    return feature.length;
  }

  /** The index of a feature in {@code feature}; negative if the feature is active on no token. */
  public int find(int wanted) {
    return Arrays.binarySearch(feature, wanted);
  }
}
