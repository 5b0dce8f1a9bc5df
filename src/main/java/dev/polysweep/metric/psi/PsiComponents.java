package dev.polysweep.metric.psi;

/**
 * The three components of PSI of one dictionary, over its alive latents.
 *
 * @param clustering S, in [0, 1]: mean over latents of max(0, silhouette) of the 2-means split of
 *     the inputs that excite them most
 * @param interference I, in [0, 1]: {@link LatentInterference}
 * @param mixing M, in [0, 1]: {@link ConceptMixing}
 * @param alive number of alive latents; with fewer than 2, the components are NaN
 */
public record PsiComponents(double clustering, double interference, double mixing, int alive) {

  /** Whether all three are defined. */
  boolean defined() {
    return !Double.isNaN(clustering + interference + mixing);
  }
}
