package dev.polysweep.metric.psi;

/**
 * The three components of PSI of one dictionary, computed over its alive latents.
 *
 * @param clustering S, in [0, 1]: the mean over latents of max(0, silhouette), where the silhouette
 *     is that of splitting the inputs on which the latent is most active by 2-means; see {@link
 *     Silhouette}
 * @param interference I, in [0, 1]; see {@link LatentInterference}
 * @param mixing M, in [0, 1]; see {@link ConceptMixing}
 * @param alive number of alive latents; the components are NaN if it is below 2
 */
public record PsiComponents(double clustering, double interference, double mixing, int alive) {

  /** Whether all three components are defined. */
  boolean defined() {
    return !Double.isNaN(clustering + interference + mixing);
  }
}
