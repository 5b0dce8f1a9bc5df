package dev.polysweep.engine.net;

import java.io.Serializable;

/**
 * Noise that is added to a layer's output in training, never in evaluation. A draw is a function of
 * (step, sample, unit) in the stream {@code NOISE} of the model's seed, so models with the same
 * seed and kind of noise get the same draws.
 *
 * <p>The draws are computed as follows from the words w of {@link dev.polysweep.math.Philox#block},
 * with u(w) = (w ≫ 8)·2⁻²⁴ and u⁺(w) = u(w) + 2⁻²⁴:
 *
 * <ul>
 *   <li>{@code BIPOLAR}: unit i takes bit i mod 32 of word (i div 32) mod 4 of block i div 128; the
 *       noise is −σ if the bit is set and +σ otherwise.
 *   <li>{@code GAUSSIAN}: block i div 4 gives four units by Box and Muller: √(−2 ln u⁺(w₀))·{cos,
 *       sin}(2πu(w₁)) to units 0 and 1 of the block, w₂ and w₃ likewise to units 2 and 3; times σ.
 *   <li>{@code POSITIVE_KURTOSIS}: Student's t with 3 degrees of freedom by Bailey's polar method
 *       (Math. Comp. 62, 1994): √(3(u⁺(w)^(−2/3) − 1))·cos(2πu(w′)), two words a draw, so block i
 *       div 2 gives two units; times σ/√3, which makes its standard deviation σ.
 * </ul>
 *
 * @param kind distribution of the noise
 * @param sigma standard deviation σ, at least 0
 */
public record Noise(Kind kind, double sigma) implements Serializable {

  /** The distributions of noise, in the order in which settings list them. */
  public enum Kind {
    BIPOLAR,
    POSITIVE_KURTOSIS,
    GAUSSIAN,
    NONE
  }

  /** No noise. */
  public static final Noise NONE = new Noise(Kind.NONE, 0);
}
