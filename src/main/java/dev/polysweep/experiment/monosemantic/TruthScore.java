package dev.polysweep.experiment.monosemantic;

import dev.polysweep.data.SparseSamples;
import dev.polysweep.engine.sae.SaeCodes;
import dev.polysweep.engine.sae.SaeParameters;
import dev.polysweep.math.Matrix;
import dev.polysweep.metric.dictionary.Absorption;
import dev.polysweep.metric.dictionary.DictionaryMatch;
import dev.polysweep.metric.dictionary.Hedging;

/**
 * The metrics that compare a dictionary and its codes with the true features. Samples are added
 * batch by batch, so that any number of them can be scored.
 */
final class TruthScore {

  private final DictionaryMatch match;
  private final FiringCounts counts;
  private final ReconstructionScore reconstruction;
  private final Absorption absorption;
  private final Hedging hedging;

  /**
   * @param features the true features, {@code [n_features, d_in]}
   * @param parents parent of each feature, below 0 for none, {@code [n_features]}
   * @param trained the autoencoder
   */
  TruthScore(Matrix features, int[] parents, SaeParameters trained) {
    Matrix dictionary = trained.wDec();
    match = DictionaryMatch.of(features, dictionary);
    absorption = new Absorption(features, parents, dictionary);
    hedging = Hedging.of(features, parents, trained.wEnc().transpose(), dictionary);
    counts = new FiringCounts(match.latent(), match.nearest());
    reconstruction = new ReconstructionScore(dictionary.rows());
  }

  /**
   * Adds a batch.
   *
   * @param codes activations of latents on the samples
   * @param decoded reconstructions, {@code [samples, d_in]}
   */
  void add(SparseSamples samples, SaeCodes codes, Matrix decoded) {
    counts.add(samples, codes);
    reconstruction.add(samples.x(), codes, decoded);
    for (int s = 0; s < codes.rows(); s++) {
      absorption.add(
          samples.feature(),
          samples.value(),
          samples.start()[s],
          samples.start()[s + 1],
          codes.latent(),
          codes.value(),
          codes.start()[s],
          codes.start()[s + 1]);
    }
  }

  DictionaryMatch match() {
    return match;
  }

  FiringCounts counts() {
    return counts;
  }

  Absorption absorption() {
    return absorption;
  }

  Hedging hedging() {
    return hedging;
  }

  ReconstructionScore reconstruction() {
    return reconstruction;
  }
}
