package dev.polysweep.metric.psi;

import dev.polysweep.math.Matrix;

/**
 * The polysemanticity index of a dictionary: PSI = mean(S/S₀, I/I₀, M/M₀), its three components in
 * units of what an untrained dictionary scores ({@link PsiNull}): 1 is chance, lower is less
 * polysemantic.
 *
 * @param value PSI; NaN where it is undefined
 * @param components S, I and M; NaN where they are undefined
 * @param clusteringZ z of S against the null; NaN without spread
 * @param interferenceZ z of I
 * @param mixingZ z of M
 * @param undefined why it is undefined, or null
 */
public record Psi(
    double value,
    PsiComponents components,
    double clusteringZ,
    double interferenceZ,
    double mixingZ,
    Undefined undefined) {

  /** Below: good. */
  public static final double GOOD = 0.5;

  /** Above: high. */
  public static final double HIGH = 1;

  /** Why PSI can be undefined; the ordinal plus 1 is its code in tables. */
  public enum Undefined {
    /** Fewer than two alive latents. */
    FEW_ALIVE_LATENTS,
    /** The activations are the same on all samples. */
    NO_VARIANCE,
    /** No latent answers to any concept. */
    NO_RESPONSE,
    /** Random dictionaries have a component of 0, or hardly one of them is alive. */
    NULL_DEGENERATE,
    /** The autoencoder's loss was not finite. */
    SAE_DIVERGED;

    /** Number in tables, from 1. */
    public int code() {
      return ordinal() + 1;
    }
  }

  /** PSI that is undefined. */
  public static Psi undefined(Undefined why) {
    PsiComponents none = new PsiComponents(Double.NaN, Double.NaN, Double.NaN, 0);
    return new Psi(Double.NaN, none, Double.NaN, Double.NaN, Double.NaN, why);
  }

  /** Whether there is a value. */
  public boolean defined() {
    return undefined == null;
  }

  /** Whether the probe can tell dictionaries apart at all; where it cannot, PSI needs no null. */
  public static boolean measurable(PsiProbe probe) {
    return probe.varies();
  }

  /**
   * Scores a dictionary.
   *
   * @param encoder {@code [d_sae, d]}
   * @param bias {@code [d_sae]}, or null
   * @param seed key of the starts of clustering
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
