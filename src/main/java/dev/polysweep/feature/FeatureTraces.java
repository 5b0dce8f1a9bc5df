package dev.polysweep.feature;

import java.util.Arrays;

/**
 * The active entries of a document, feature by feature: those of {@code feature[i]} lie from {@code
 * start[i]} to {@code start[i + 1]}, tokens ascending.
 *
 * @param feature the features that are active somewhere, ascending
 * @param start {@code [features + 1]}
 * @param token {@code [entries]} index of the token in the document's arrays
 * @param value {@code [entries]} activation
 */
public record FeatureTraces(int[] feature, int[] start, int[] token, float[] value) {

  static FeatureTraces of(DocumentCodes codes) {
    int entries = codes.entries();
    long[] order = new long[entries]; // feature above, entry below: entries are by token already
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

  /** Number of features that are active somewhere. */
  public int size() {
    return feature.length;
  }

  /** Where a feature is in the list; negative where it is active nowhere. */
  public int find(int wanted) {
    return Arrays.binarySearch(feature, wanted);
  }
}
