package dev.polysweep.metric.psi;

/**
 * How many concepts latents answer to. With q_f = max(0, response to concept f) and p = q/Σq, a
 * latent answers to n_eff = exp(−Σ p_f ln p_f) concepts (the exponential of Shannon's entropy), and
 * mixing is the mean over latents of (n_eff − 1)/(F − 1), in [0, 1]: 0 when each answers to one
 * alone, 1 when each answers to all F alike. Latents that answer to none are left out; NaN if all
 * are, or F &lt; 2.
 */
final class ConceptMixing {

  private ConceptMixing() {}

  /**
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
