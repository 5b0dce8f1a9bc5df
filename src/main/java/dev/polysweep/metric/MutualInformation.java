package dev.polysweep.metric;

/**
 * The mutual information of two variables, estimated from a histogram:
 *
 * <pre>I = Σ_a Σ_b p_ab · ln(p_ab / (p_a·p_b)),  in nats</pre>
 *
 * <p>p_ab is the share of samples that lie in bin a of the first variable and bin b of the second.
 * The range of each variable is cut into bins of equal width, and its maximum belongs to the last
 * bin. The value lies in [0, ln(bins)] and is 0 if a variable is constant. For independent
 * variables this plug-in estimate is too high by about (bins − 1)²/(2·samples) (Miller 1955); the
 * bias is not subtracted. NaN without samples.
 */
public final class MutualInformation {

  /** The usual number of bins. */
  public static final int BINS = 10;

  private MutualInformation() {}

  /** The bin of each sample, floor(bins·(x − min)/(max − min)); the maximum is in the last bin. */
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
   * Estimates the mutual information of two binned variables.
   *
   * @param x bin of each sample by the first variable, {@code [samples]}
   * @param y bin of each sample by the second variable, {@code [samples]}
   * @param bins number of bins of each variable, at least 1
   * @return nats
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
