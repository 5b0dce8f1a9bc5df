package dev.polysweep.experiment.monosemantic;

import dev.polysweep.data.SparseSamples;
import dev.polysweep.engine.sae.SaeCodes;
import dev.polysweep.metric.dictionary.FiringScore;
import dev.polysweep.metric.dictionary.LatentDetection;
import dev.polysweep.metric.dictionary.RareLatents;
import java.util.Arrays;

/**
 * Counts on how many samples a true feature and a latent are active, alone and together, for the
 * latent of each feature and for the feature of each latent. Samples are added batch by batch.
 */
final class FiringCounts {

  private final int[] latentOf;
  private final int[] featureOf;
  private final long[] truth;
  private final long[] fired;
  private final long[] bothOfFeature;
  private final long[] bothOfLatent;
  private final boolean[] feature;
  private final boolean[] latent;
  private long samples;
  private long active;

  /**
   * @param latentOf latent of each feature, or −1, {@code [features]}
   * @param featureOf feature of each latent, {@code [latents]}
   */
  FiringCounts(int[] latentOf, int[] featureOf) {
    this.latentOf = latentOf;
    this.featureOf = featureOf;
    truth = new long[latentOf.length];
    fired = new long[featureOf.length];
    bothOfFeature = new long[latentOf.length];
    bothOfLatent = new long[featureOf.length];
    feature = new boolean[latentOf.length];
    latent = new boolean[featureOf.length];
  }

  /**
   * Adds a batch.
   *
   * @param codes activations of latents on the samples
   */
  void add(SparseSamples batch, SaeCodes codes) {
    samples += codes.rows();
    active += batch.start()[codes.rows()];
    for (int s = 0; s < codes.rows(); s++) {
      mark(batch.feature(), batch.start(), s, feature, true);
      mark(codes.latent(), codes.start(), s, latent, true);
      for (int j = batch.start()[s]; j < batch.start()[s + 1]; j++) {
        int i = batch.feature()[j];
        truth[i]++;
        bothOfFeature[i] += latentOf[i] >= 0 && latent[latentOf[i]] ? 1 : 0;
      }
      for (int j = codes.start()[s]; j < codes.start()[s + 1]; j++) {
        int f = codes.latent()[j];
        fired[f]++;
        bothOfLatent[f] += feature[featureOf[f]] ? 1 : 0;
      }
      mark(batch.feature(), batch.start(), s, feature, false);
      mark(codes.latent(), codes.start(), s, latent, false);
    }
  }

  private static void mark(int[] of, int[] start, int row, boolean[] active, boolean as) {
    for (int j = start[row]; j < start[row + 1]; j++) {
      active[of[j]] = as;
    }
  }

  /** Scores the features, each paired with its latent. */
  FiringScore ofFeatures() {
    long[] matched = new long[latentOf.length];
    Arrays.setAll(matched, i -> latentOf[i] < 0 ? 0 : fired[latentOf[i]]);
    return FiringScore.of(bothOfFeature, truth, matched);
  }

  /** Scores the latents, each paired with its feature. */
  LatentDetection ofLatents() {
    long[] features = new long[featureOf.length];
    Arrays.setAll(features, f -> truth[featureOf[f]]);
    return LatentDetection.of(bothOfLatent, features, fired, samples);
  }

  /** Scores the latents that fire rarely, and those that fire often. */
  RareLatents ofRareLatents() {
    return RareLatents.of(bothOfLatent, fired);
  }

  /** The mean number of active features of a sample. */
  double trueL0() {
    return (double) active / samples;
  }

  /** How often a latent and its feature were active together. */
  long together(int f) {
    return bothOfLatent[f];
  }
}
