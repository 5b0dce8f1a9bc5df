package dev.polysweep.metric.psi;

/**
 * The mixing component of PSI: how many concepts a latent responds to. With q_f = max(0, response
 * to concept f) and p = q/Σq, the effective number of concepts of a latent is n_eff = exp(−Σ p_f ln
 * p_f), the exponential of Shannon's entropy. Mixing is the mean over latents of (n_eff − 1)/(F −
 * 1), where F is the number of concepts. It lies in [0, 1]: 0 if every latent responds to one
 * concept, 1 if every latent responds equally to all. Latents without a positive response are left
 * out; the value is NaN if that leaves none, or if F &lt; 2.
 */
final class ConceptMixing {

  private ConceptMixing() {}

  /**
   * Computes mixing.
   *
   * @param responses {@code [latents][concepts]}
   */
  static double of(double[][] responses) {
    double sum = 0;
    int answering = 0;
    for (double[] response : responses) {
      double total = 0;
      for (double q : response) {
        total += Math.max(q, 0);
      }
      if (total > 0 && response.length > 1) {
        double entropy = 0;
        for (double q : response) {
          if (q > 0) {
            entropy -= q / total * StrictMath.log(q / total);
          }
        }
        sum += (StrictMath.exp(entropy) - 1) / (response.length - 1);
        answering++;
      }
    }
    return answering == 0 ? Double.NaN : sum / answering;
  }
}
