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
}
