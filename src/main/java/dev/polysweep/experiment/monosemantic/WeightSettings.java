package dev.polysweep.experiment.monosemantic;

import dev.polysweep.engine.sae.SaeConstraints;
import dev.polysweep.experiment.Setting;
import java.io.Serializable;

/** Settings of what training may do to an autoencoder's weights, whatever its architecture. */
public record WeightSettings(
    @Setting(
            value =
                "decoder rows at the start, of which the encoder is the transpose: random; pca:"
                    + " principal directions and their opposites; kmeans: centres of clusters, of eight"
                    + " samples a latent",
            byDefault = "random")
        Start start,
    @Setting(
            value =
                "norms of decoder rows: unit; rescaled: free, and latents are measured in them, as in"
                    + " SAELens; free",
            byDefault = "unit")
        SaeConstraints.Decoder decoder,
    @Setting(
            value = "norm of decoder rows at the start, where it is free",
            byDefault = "1",
            min = 0,
            max = 1e3,
            minExclusive = true)
        double startNorm,
    @Setting(value = "the encoder is the decoder's transpose", byDefault = "false") boolean tied,
    @Setting(
            value = "weights that stay as they start: encoder (with its bias), decoder or both",
            byDefault = "none")
        SaeConstraints.Frozen frozen,
    @Setting(
            value = "decoder rows stay within this cosine of their start; -1 for no bound",
            byDefault = "-1",
            min = -1,
            max = 1)
        double leastCosine,
    @Setting(
            value = "coefficient of the squared cosines between decoder rows, sum over d_sae",
            byDefault = "0",
            min = 0,
            max = 1e6)
        double orthogonality,
    @Setting(
            value = "largest norm of the gradient of all weights together; 0 for no bound",
            byDefault = "0",
            min = 0,
            max = 1e9)
        double clip)
    implements Serializable {

  /** Decoder rows at the start; {@link StartingDictionary} computes them. */
  public enum Start {
    RANDOM,
    PCA,
    KMEANS
  }

  /** The constraints; a pursuit is always tied. */
  SaeConstraints constraints(boolean pursuit) {
    return new SaeConstraints(decoder, tied || pursuit, frozen, leastCosine, orthogonality, clip);
  }
}
