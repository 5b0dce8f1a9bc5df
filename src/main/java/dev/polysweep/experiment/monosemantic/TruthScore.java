package dev.polysweep.experiment.monosemantic;

import dev.polysweep.data.SparseSamples;
import dev.polysweep.engine.sae.SaeCodes;
import dev.polysweep.math.Matrix;
import dev.polysweep.metric.DictionaryMatch;

/**
 * The metrics that compare a dictionary and its codes with the true features. Samples are added
 * batch by batch, so that any number of them can be scored.
 */
final class TruthScore {

  private final DictionaryMatch match;
  private final FiringCounts counts;
  private final ReconstructionScore reconstruction;

  /**
   * @param features the true features, {@code [n_features, d_in]}
   * @param dictionary the decoder, {@code [d_sae, d_in]}
   */
  TruthScore(Matrix features, Matrix dictionary) {
    match = DictionaryMatch.of(features, dictionary);
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
  }

  DictionaryMatch match() {
    return match;
  }

  FiringCounts counts() {
    return counts;
  }

  ReconstructionScore reconstruction() {
    return reconstruction;
  }
}
