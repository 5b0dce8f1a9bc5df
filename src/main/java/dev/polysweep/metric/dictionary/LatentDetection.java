package dev.polysweep.metric.dictionary;

/**
 * How well latents detect their nearest true features, as SynthSAEBench scores it (Chanin and
 * Garriga-Alonso 2026): each latent is a binary classifier of whether its feature is active,
 * precision = both/latent, recall = both/truth, F1 = 2·precision·recall/(precision + recall),
 * accuracy = 1 − (latent + truth − 2·both)/samples; precision, recall and F1 are 0 where a
 * denominator is 0. Each is averaged over all latents, those that are never active included.
 * Several latents may have the same feature. The F1 is the mean of the latents' F1. Range [0, 1];
 * NaN without latents.
 *
 * @param precision mean precision over latents
 * @param recall mean recall over latents
 * @param f1 mean F1 over latents
 * @param accuracy mean accuracy over latents
 */
public record LatentDetection(double precision, double recall, double f1, double accuracy) {

  /**
   * Scores latents from numbers of samples.
   *
   * @param both samples on which the latent and its nearest feature are active, {@code [latents]}
   * @param truth samples on which the nearest feature is active, {@code [latents]}
   * @param latent samples on which the latent is active, {@code [latents]}
   * @param samples number of all samples
   */
  public static LatentDetection of(long[] both, long[] truth, long[] latent, long samples) {
    double precision = 0;
    double recall = 0;
    double f1 = 0;
    double accuracy = 0;
    for (int f = 0; f < latent.length; f++) {
      precision += latent[f] > 0 ? (double) both[f] / latent[f] : 0;
      recall += truth[f] > 0 ? (double) both[f] / truth[f] : 0;
      f1 += both[f] > 0 ? 2.0 * both[f] / (latent[f] + truth[f]) : 0;
      accuracy += 1 - (double) (latent[f] + truth[f] - 2 * both[f]) / samples;
    }
    int n = latent.length;
    return new LatentDetection(precision / n, recall / n, f1 / n, accuracy / n);
  }
}
