package dev.polysweep.engine.sae;

import java.io.Serializable;
import java.util.Objects;

/**
 * What training may do to the weights, whatever the architecture.
 *
 * @param decoder what becomes of the norms of the decoder's rows
 * @param tied whether W_enc is the transpose of W_dec at every step
 * @param frozen which weights stay as they are at the start
 * @param leastCosine each decoder row stays within this cosine of its row at the start, in [−1, 1];
 *     −1 for no bound
 * @param orthogonality coefficient of (1/d_sae)·Σ_{i≠j} cos²(W_dec_i, W_dec_j), which is added to
 *     the loss; 0 for none
 * @param clip largest Euclidean norm of the gradient of all parameters together: a longer one is
 *     shortened by the factor min(1, clip/(norm + 1e-6)); 0 for no bound
 */
public record SaeConstraints(
    Decoder decoder,
    boolean tied,
    Frozen frozen,
    double leastCosine,
    double orthogonality,
    double clip)
    implements Serializable {

  /** Rules for the norms of the decoder's rows. */
  public enum Decoder {
    /**
     * All norms are 1: the part of the gradient along a row is removed, and rows are normalised
     * after each step (Bricken et al. 2023).
     */
    UNIT,
    /**
     * Norms are free, and latents are measured in them, as SAELens's rescale_acts_by_decoder_norm
     * does: z = n·(x·W_enc + b_enc) and x̂ = Σ a·W_dec/n + b_dec with the norm n of the latent's
     * row. Penalties are of these a.
     */
    RESCALED,
    /** Norms are free, and so are the scales of latents. */
    FREE
  }

  /** Which weights are not trained. */
  public enum Frozen {
    NONE,
    /** W_enc and b_enc. */
    ENCODER,
    /** W_dec. */
    DECODER,
    /** W_enc, b_enc and W_dec. */
    BOTH;

    /** Whether W_enc and b_enc stay as they are. */
    public boolean encoder() {
      return this == ENCODER || this == BOTH;
    }

    /** Whether W_dec stays as it is. */
    public boolean decoder() {
      return this == DECODER || this == BOTH;
    }
  }

  /** Decoder rows of norm 1, and nothing else. */
  public static final SaeConstraints NONE =
      new SaeConstraints(Decoder.UNIT, false, Frozen.NONE, -1, 0, 0);

  /**
   * @throws IllegalArgumentException if a number is out of its range, or tied weights are frozen
   */
  public SaeConstraints {
    Objects.requireNonNull(decoder);
    SaeArchitecture.requireNonNegative("orthogonality", orthogonality);
    SaeArchitecture.requireNonNegative("clip", clip);
    if (!(leastCosine >= -1 && leastCosine <= 1)) {
      throw new IllegalArgumentException("leastCosine must be in [-1, 1], not " + leastCosine);
    }
    if (tied && frozen != Frozen.NONE) {
      throw new IllegalArgumentException("tied weights cannot be frozen");
    }
  }

  /** Norms by another rule, and nothing else. */
  public static SaeConstraints of(Decoder decoder, double clip) {
    return new SaeConstraints(decoder, false, Frozen.NONE, -1, 0, clip);
  }
}
