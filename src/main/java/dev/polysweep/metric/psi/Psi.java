package dev.polysweep.metric.psi;

import dev.polysweep.math.Matrix;

/**
 * The polysemanticity index of a dictionary: PSI = mean(S/S₀, I/I₀, M/M₀). S is clustering, I
 * interference and M mixing ({@link PsiComponents}); S₀, I₀ and M₀ are their means over untrained,
 * random dictionaries ({@link PsiNull}). A value of 1 is chance level; lower values are less
 * polysemantic. Range [0, ∞).
 *
 * @param value PSI; NaN if it is undefined
 * @param components S, I and M; NaN where they are undefined
 * @param clusteringZ z-score of S against the null; NaN if the null has no spread
 * @param interferenceZ z-score of I, likewise
 * @param mixingZ z-score of M, likewise
 * @param undefined the reason why PSI is undefined; null if it is defined
 */
public record Psi(
    double value,
    PsiComponents components,
    double clusteringZ,
    double interferenceZ,
    double mixingZ,
    Undefined undefined) {

  /** PSI below this value counts as good (little polysemanticity). */
  public static final double GOOD = 0.5;

  /** PSI above this value counts as high (more polysemantic than a random dictionary). */
  public static final double HIGH = 1;

  /** The reasons why PSI can be undefined. The code of a reason in tables is its ordinal plus 1. */
  public enum Undefined {
    /** The dictionary has fewer than two alive latents. */
    FEW_ALIVE_LATENTS,
    /** The activations are the same on all samples. */
    NO_VARIANCE,
    /** No latent has a positive response to any concept. */
    NO_RESPONSE,
    /**
     * A component has a mean of 0 over random dictionaries, or is defined for fewer than two of
     * them.
     */
    NULL_DEGENERATE,
    /** The autoencoder's loss was not finite. */
    SAE_DIVERGED;

    /** The code of this reason in tables, from 1. */
    public int code() {
      return ordinal() + 1;
    }
  }

  /** The result for a dictionary whose PSI is undefined. */
  public static Psi undefined(Undefined why) {
    PsiComponents none = new PsiComponents(Double.NaN, Double.NaN, Double.NaN, 0);
    return new Psi(Double.NaN, none, Double.NaN, Double.NaN, Double.NaN, why);
  }

  /** Whether PSI is defined. */
  public boolean defined() {
    return undefined == null;
  }

  /**
   * Whether PSI can be defined on this probe, which requires that its activations vary. If not,
   * there is no need to compute a null.
   */
  public static boolean measurable(PsiProbe probe) {
    return probe.varies();
  }

  /**
   * Scores a dictionary.
   *
   * @param scorer the scorer of the probe on which the dictionary is measured
   * @param encoder encoder weights, one latent a row, {@code [d_sae, d]}
   * @param bias encoder biases, {@code [d_sae]}; null for none
   * @param seed key of the starting points of the clustering
   * @param chance the null on the same probe
   */
  public static Psi of(PsiScorer scorer, Matrix encoder, float[] bias, long seed, PsiNull chance) {
    if (!measurable(scorer.probe())) {
      return undefined(Undefined.NO_VARIANCE);
    }
    PsiComponents c = scorer.components(encoder, bias, seed, 0);
    Undefined why = null;
    if (c.alive() < 2) {
      why = Undefined.FEW_ALIVE_LATENTS;
    } else if (Double.isNaN(c.interference())) {
      why = Undefined.NO_VARIANCE;
    } else if (Double.isNaN(c.mixing())) {
      why = Undefined.NO_RESPONSE;
    } else if (!chance.usable()) {
      why = Undefined.NULL_DEGENERATE;
    }
    return new Psi(
        why == null ? chance.psi(c) : Double.NaN,
        c,
        PsiNull.z(c.clustering(), chance.clustering()),
        PsiNull.z(c.interference(), chance.interference()),
        PsiNull.z(c.mixing(), chance.mixing()),
        why);
  }
}
