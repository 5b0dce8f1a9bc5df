package dev.polysweep.metric.psi;

/**
 * The interference component of PSI: the mean absolute Pearson correlation between latents, that
 * is, the mean over pairs i &lt; j of |r(h_i, h_j)|, in [0, 1]. Latents without variance have no
 * correlation and are left out; the value is NaN if fewer than two remain.
 */
final class LatentInterference {

  private LatentInterference() {}

  /**
   * Computes interference.
   *
   * @param latents activations h, {@code [latents][samples]}, not changed
   */
  static double of(float[][] latents) {
    double[][] standard = new double[latents.length][];
    int count = 0;
    for (float[] latent : latents) {
      double[] z = standardised(latent);
      if (z != null) {
        standard[count++] = z;
      }
    }
    double sum = 0;
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < i; j++) {
        sum += Math.abs(dot(standard[i], standard[j]));
      }
    }
    return count < 2 ? Double.NaN : sum / (count * (count - 1) / 2.0);
  }

  /**
   * The activations of a latent, shifted to mean 0 and scaled to norm 1; null if the latent has no
   * variance.
   */
  private static double[] standardised(float[] latent) {
    double mean = 0;
    for (float h : latent) {
      mean += h;
    }
    mean /= latent.length;
    double[] z = new double[latent.length];
    double square = 0;
    for (int s = 0; s < z.length; s++) {
      z[s] = latent[s] - mean;
      square += z[s] * z[s];
    }
    double norm = Math.sqrt(square);
    // Subtracting the rounded mean from a constant leaves rounding errors, which are no variance.
    if (!(norm > 1e-6 * Math.abs(mean) * Math.sqrt(latent.length))) {
      return null;
    }
    for (int s = 0; s < z.length; s++) {
      z[s] /= norm;
    }
    return z;
  }

  /**
   * The dot product, accumulated in four interleaved sums so that consecutive additions do not wait
   * for each other.
   */
  private static double dot(double[] a, double[] b) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = 0;
    for (; i + 3 < a.length; i += 4) {
      s0 += a[i] * b[i];
      s1 += a[i + 1] * b[i + 1];
      s2 += a[i + 2] * b[i + 2];
      s3 += a[i + 3] * b[i + 3];
    }
    for (; i < a.length; i++) {
      s0 += a[i] * b[i];
    }
    return (s0 + s1) + (s2 + s3);
  }
}
