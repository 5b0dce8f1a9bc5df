package dev.polysweep.metric;

/**
 * How well matched latents tell when their features are active, each feature a classifier of its
 * own: precision = both/latent, recall = both/truth, F1 = 2·both/(latent + truth), where both,
 * latent and truth are numbers of samples on which both, the latent, the feature are active. Each
 * is averaged over the features that are active at least once, a feature whose latent is never
 * active counting as precision 0, recall 0 and F1 0, as does a feature without a latent. Range [0,
 * 1]; NaN if no feature is ever active.
 *
 * @param precision mean over features
 * @param recall mean over features
 * @param f1 mean over features
 */
public record FiringScore(double precision, double recall, double f1) {

  /**
   * @param both {@code [features]} samples on which feature and matched latent are active
   * @param truth {@code [features]} samples on which the feature is active
   * @param latent {@code [features]} samples on which the matched latent is active, 0 without one
   */
  public static FiringScore of(long[] both, long[] truth, long[] latent) {
    double precision = 0;
    double recall = 0;
    double f1 = 0;
    int features = 0;
    for (int i = 0; i < truth.length; i++) {
      if (truth[i] > 0) {
        features++;
        precision += latent[i] > 0 ? (double) both[i] / latent[i] : 0;
        recall += (double) both[i] / truth[i];
        f1 += 2.0 * both[i] / (latent[i] + truth[i]);
      }
    }
    return new FiringScore(precision / features, recall / features, f1 / features);
  }

  /**
   * F1 of every latent for the feature that it is nearest to, mean over all latents, those that are
   * never active with 0 (SynthSAEBench, Chanin and Garriga-Alonso 2026). Several latents may be
   * nearest to one feature.
   *
   * @param both {@code [latents]} samples on which latent and feature are active
   * @param truth {@code [latents]} samples on which the feature is active
   * @param latent {@code [latents]} samples on which the latent is active
   * @return in [0, 1]; NaN without latents
   */
  public static double meanF1(long[] both, long[] truth, long[] latent) {
    double sum = 0;
    for (int f = 0; f < latent.length; f++) {
      sum += both[f] > 0 ? 2.0 * both[f] / (latent[f] + truth[f]) : 0;
    }
    return sum / latent.length;
  }
}
