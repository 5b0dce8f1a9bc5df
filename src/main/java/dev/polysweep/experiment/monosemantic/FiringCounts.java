package dev.polysweep.experiment.monosemantic;

import dev.polysweep.data.SparseSamples;
import dev.polysweep.engine.sae.SaeCodes;
import dev.polysweep.metric.FiringScore;
import java.util.Arrays;

/**
 * Counts on how many samples a true feature and a latent are active, alone and together, for given
 * pairs of feature and latent.
 */
final class FiringCounts {

  private final SparseSamples samples;
  private final SaeCodes codes;
  private final long[] truth;
  private final long[] fired;

  /**
   * @param features number of features
   * @param codes activations of latents on the samples
   */
  FiringCounts(SparseSamples samples, int features, SaeCodes codes) {
    this.samples = samples;
    this.codes = codes;
    truth = counted(samples.feature(), samples.feature().length, features);
    fired = counted(codes.latent(), codes.entries(), codes.dSae());
  }

  private static long[] counted(int[] indices, int n, int size) {
    long[] counts = new long[size];
    for (int j = 0; j < n; j++) {
      counts[indices[j]]++;
    }
    return counts;
  }

  /**
   * Scores the features, each paired with a latent.
   *
   * @param latentOf {@code [features]} latent of each feature, or −1
   */
  FiringScore ofFeatures(int[] latentOf) {
    long[] both = new long[latentOf.length];
    boolean[] active = new boolean[fired.length];
    for (int s = 0; s < codes.rows(); s++) {
      mark(codes.latent(), codes.start(), s, active, true);
      for (int j = samples.start()[s]; j < samples.start()[s + 1]; j++) {
        int i = samples.feature()[j];
        both[i] += latentOf[i] >= 0 && active[latentOf[i]] ? 1 : 0;
      }
      mark(codes.latent(), codes.start(), s, active, false);
    }
    long[] matched = new long[latentOf.length];
    Arrays.setAll(matched, i -> latentOf[i] < 0 ? 0 : fired[latentOf[i]]);
    return FiringScore.of(both, truth, matched);
  }

  /**
   * Scores the latents, each paired with a feature.
   *
   * @param featureOf {@code [latents]} feature of each latent
   * @return mean F1 over latents
   */
  double ofLatents(int[] featureOf) {
    long[] both = new long[featureOf.length];
    boolean[] active = new boolean[truth.length];
    for (int s = 0; s < codes.rows(); s++) {
      mark(samples.feature(), samples.start(), s, active, true);
      for (int j = codes.start()[s]; j < codes.start()[s + 1]; j++) {
        int f = codes.latent()[j];
        both[f] += active[featureOf[f]] ? 1 : 0;
      }
      mark(samples.feature(), samples.start(), s, active, false);
    }
    long[] features = new long[featureOf.length];
    Arrays.setAll(features, f -> truth[featureOf[f]]);
    return FiringScore.meanF1(both, features, fired);
  }

  private static void mark(int[] of, int[] start, int row, boolean[] active, boolean as) {
    for (int j = start[row]; j < start[row + 1]; j++) {
      active[of[j]] = as;
    }
  }
}
