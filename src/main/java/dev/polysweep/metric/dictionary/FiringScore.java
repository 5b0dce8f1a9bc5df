package dev.polysweep.metric.dictionary;

/**
 * How well the latents of a dictionary detect when their matched true features are active. Each
 * pair of a feature and its matched latent is scored as a binary classifier: precision =
 * both/latent, recall = both/truth, F1 = 2·both/(latent + truth), where truth is the number of
 * samples on which the feature is active, latent the number on which the latent is active, and both
 * the number on which both are active. Each score is averaged over the features that are active at
 * least once; a feature whose latent is never active and a feature without a latent count as 0.
 * Range [0, 1]; NaN if no feature is ever active.
 *
 * @param precision mean precision over features
 * @param recall mean recall over features
 * @param f1 mean F1 over features
 */
public record FiringScore(double precision, double recall, double f1) {

  /**
   * Scores matched pairs from numbers of samples.
   *
   * @param both samples on which the feature and its matched latent are active, {@code [features]}
   * @param truth samples on which the feature is active, {@code [features]}
   * @param latent samples on which the matched latent is active, {@code [features]}; 0 for a
   *     feature without a latent
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
