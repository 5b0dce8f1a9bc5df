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
 * What untrained dictionaries score: the components of R dictionaries of random unit directions, of
 * the same shape, on the same activations. Directions are uniform on the sphere (normalised
 * Gaussians) and depend on seed, number and shape only. Draws with fewer than two alive latents are
 * left out.
 *
 * @param draws components of the draws that are defined
 * @param clustering S₀ and its spread
 * @param interference I₀ and its spread
 * @param mixing M₀ and its spread
 */
public record PsiNull(
    List<PsiComponents> draws,
    SampleSummary clustering,
    SampleSummary interference,
    SampleSummary mixing) {

  /** Draws by default. */
  public static final int DRAWS = 50;

  /**
   * @param scorer of the activations
   * @param dSae number of latents
   * @param seed key of the draws
   * @param count number R of dictionaries
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

  /** A random dictionary: {@code dSae} unit rows of width {@code d}. */
  public static Matrix directions(int dSae, int d, long seed, int number) {
    RandomStream random = new RandomStream(seed, StreamId.NULL, number, 0);
    return Initializers.unitColumns(Initializers.normal(d, dSae, 1, random)).transpose();
  }

  /** Whether every component can be divided by its mean. */
  boolean usable() {
    return draws.size() >= 2
        && clustering.mean() > 0
        && interference.mean() > 0
        && mixing.mean() > 0;
  }

  /** PSI of components: the mean of S/S₀, I/I₀ and M/M₀. */
  double psi(PsiComponents c) {
    double[] ratios = {
      c.clustering() / clustering.mean(),
      c.interference() / interference.mean(),
      c.mixing() / mixing.mean()
    };
    return Arrays.stream(ratios).sum() / ratios.length;
  }

  /** Distance from the mean in standard deviations; NaN without spread. */
  static double z(double value, SampleSummary of) {
    return of.sd() == null || of.sd() == 0 ? Double.NaN : (value - of.mean()) / of.sd();
  }
}
