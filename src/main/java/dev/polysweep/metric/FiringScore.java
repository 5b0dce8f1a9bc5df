package dev.polysweep.metric;

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

  /**
   * The mean over all latents of the F1 with which a latent detects its nearest true feature; a
   * latent that is never active counts as 0 (SynthSAEBench, Chanin and Garriga-Alonso 2026).
   * Several latents may have the same nearest feature.
   *
   * @param both samples on which the latent and its nearest feature are active, {@code [latents]}
   * @param truth samples on which the nearest feature is active, {@code [latents]}
   * @param latent samples on which the latent is active, {@code [latents]}
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
