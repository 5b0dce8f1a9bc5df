package dev.polysweep.metric;

/**
 * Mutual information of two variables, estimated from a histogram:
 *
 * <pre>I = Σ_a Σ_b p_ab · ln(p_ab / (p_a·p_b)),  in nats</pre>
 *
 * <p>p_ab is the share of samples in bin a of the one and bin b of the other; each variable's range
 * is cut into bins of equal width, the maximum in the last. In [0, ln(bins)]; 0 if a variable is
 * constant. This plug-in estimate is too high by about (bins − 1)²/(2·samples) for independent
 * variables (Miller 1955), which is not taken off. NaN without samples.
 */
public final class MutualInformation {

  /** The usual number of bins. */
  public static final int BINS = 10;

  private MutualInformation() {}

  /** Each sample's bin: floor(bins·(x − min)/(max − min)), the maximum in the last. */
  static int[] binned(float[] x, int bins) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (double value : x) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    int[] bin = new int[x.length];
    for (int s = 0; s < x.length; s++) {
      bin[s] = high > low ? Math.min(bins - 1, (int) (bins * (x[s] - low) / (high - low))) : 0;
    }
    return bin;
  }

  /**
   * @param x {@code [samples]}, the bin of each sample by the one variable
   * @param y {@code [samples]}, the bin of each sample by the other
   * @param bins bins a variable, at least 1
   */
  static double of(int[] x, int[] y, int bins) {
    int n = x.length;
    int[] joint = new int[bins * bins];
    for (int s = 0; s < n; s++) {
      joint[x[s] * bins + y[s]]++;
    }
    long[] ofX = new long[bins];
    long[] ofY = new long[bins];
    for (int a = 0; a < bins; a++) {
      for (int b = 0; b < bins; b++) {
        ofX[a] += joint[a * bins + b];
        ofY[b] += joint[a * bins + b];
      }
    }
    double sum = 0;
    for (int a = 0; a < bins; a++) {
      for (int b = 0; b < bins; b++) {
        int count = joint[a * bins + b];
        if (count > 0) {
          sum += count * StrictMath.log((double) count * n / ((double) ofX[a] * ofY[b]));
        }
      }
    }
    return Math.max(0, sum) / n;
  }
}
