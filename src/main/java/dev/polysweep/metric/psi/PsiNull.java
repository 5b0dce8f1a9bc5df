package dev.polysweep.metric.psi;

import dev.polysweep.math.Initializers;
import dev.polysweep.math.Matrix;
import dev.polysweep.math.RandomStream;
import dev.polysweep.math.StreamId;
import dev.polysweep.metric.statistic.SampleSummary;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The null of PSI: the components of R random dictionaries that have the shape of the trained one,
 * measured on the same probe. Their directions are uniform on the sphere (normalised Gaussians) and
 * depend only on the seed, the number of the draw and the shape. Draws with an undefined component,
 * such as those with fewer than two alive latents, are left out.
 *
 * @param draws the components of the draws whose components are all defined
 * @param clustering distribution of S; its mean is S₀
 * @param interference distribution of I; its mean is I₀
 * @param mixing distribution of M; its mean is M₀
 */
public record PsiNull(
    List<PsiComponents> draws,
    SampleSummary clustering,
    SampleSummary interference,
    SampleSummary mixing) {

  /** The default number R of random dictionaries. */
  public static final int DRAWS = 50;

  /**
   * Draws random dictionaries and scores them.
   *
   * @param scorer the scorer of the probe
   * @param dSae number of latents of a dictionary
   * @param seed key of the draws
   * @param count the number R of dictionaries
   */
  public static PsiNull of(PsiScorer scorer, int dSae, long seed, int count) {
    int d = scorer.probe().activations().cols();
    List<PsiComponents> draws =
        IntStream.range(0, count)
            .mapToObj(r -> scorer.components(directions(dSae, d, seed, r), null, seed, r + 1))
            .filter(PsiComponents::defined)
            .toList();
    return new PsiNull(
        draws,
        SampleSummary.of(draws.stream().mapToDouble(PsiComponents::clustering).toArray()),
        SampleSummary.of(draws.stream().mapToDouble(PsiComponents::interference).toArray()),
        SampleSummary.of(draws.stream().mapToDouble(PsiComponents::mixing).toArray()));
  }

  /** Random dictionary {@code number}: unit rows, {@code [dSae, d]}. */
  public static Matrix directions(int dSae, int d, long seed, int number) {
    RandomStream random = new RandomStream(seed, StreamId.NULL, number, 0);
    return Initializers.unitColumns(Initializers.normal(d, dSae, 1, random)).transpose();
  }

  /** Whether PSI can be computed: there are at least two draws, and S₀, I₀ and M₀ are above 0. */
  boolean usable() {
    return draws.size() >= 2
        && clustering.mean() > 0
        && interference.mean() > 0
        && mixing.mean() > 0;
  }

  /** The PSI of a dictionary with the given components: the mean of S/S₀, I/I₀ and M/M₀. */
  double psi(PsiComponents c) {
    double[] ratios = {
      c.clustering() / clustering.mean(),
      c.interference() / interference.mean(),
      c.mixing() / mixing.mean()
    };
    return Arrays.stream(ratios).sum() / ratios.length;
  }

  /**
   * The z-score (value − mean)/sd of a value in the distribution {@code of}; NaN if sd is 0 or
   * undefined.
   */
  static double z(double value, SampleSummary of) {
    return of.sd() == null || of.sd() == 0 ? Double.NaN : (value - of.mean()) / of.sd();
  }
}
