package dev.polysweep.metric.statistic;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The main effects and two-way interactions of a full 2ᵏ factorial experiment (Box, Hunter and
 * Hunter, "Statistics for Experimenters", ch. 5). An effect is computed within each seed and then
 * summarised over seeds by Student's t, so that any influence of a seed that is common to all its
 * runs cancels. With s_A = −1 in runs with factor A at its reference level and s_A = +1 in runs
 * with A at its other level:
 *
 * <pre>main effect of A     = 2⁻⁽ᵏ⁻¹⁾ Σ_runs s_A·y      = ȳ(A+) − ȳ(A−)
 * interaction of A, B  = 2⁻⁽ᵏ⁻¹⁾ Σ_runs s_A·s_B·y  = ½[effect of A at B+ − effect of A at B−]</pre>
 *
 * <p>Only seeds with a finite value in every run are used. With fewer than two such seeds the
 * effects have no confidence interval.
 */
public final class FactorialEffects {

  private FactorialEffects() {}

  /**
   * A factor with its two levels.
   *
   * @param name name of the setting
   * @param reference the reference level
   * @param other the level whose effect, relative to the reference, is measured
   */
  public record Factor(String name, String reference, String other) {}

  /**
   * Computes all main effects in the order of the factors, then all two-way interactions.
   *
   * @param factors the k factors, 1 to 20
   * @param bySeed function from the levels of the factors, in the order of the factors, to the
   *     values of that run, one a seed; all runs must have the same seeds in the same order, with
   *     NaN for a seed that has no value
   * @throws IllegalArgumentException if there is no factor or more than 20, or a run is missing or
   *     has another number of seeds
   */
  public static List<FactorialEffect> of(
      List<Factor> factors, Function<List<String>, double[]> bySeed) {
    int k = factors.size();
    if (k < 1 || k > 20) {
      throw new IllegalArgumentException("a factorial has 1 to 20 factors, not " + k);
    }
    double[][] runs = new double[1 << k][];
    for (int run = 0; run < runs.length; run++) {
      List<String> levels = levels(factors, run);
      runs[run] = bySeed.apply(levels);
      if (runs[run] == null) {
        throw new IllegalArgumentException("no values for " + levels);
      }
      if (runs[run].length != runs[0].length) {
        throw new IllegalArgumentException(
            levels + " has " + runs[run].length + " seeds, the first run " + runs[0].length);
      }
    }
    List<FactorialEffect> effects = new ArrayList<>();
    for (int a = 0; a < k; a++) {
      effects.add(new FactorialEffect(List.of(factors.get(a).name()), contrast(runs, 1 << a)));
    }
    for (int a = 0; a < k; a++) {
      for (int b = a + 1; b < k; b++) {
        List<String> names = List.of(factors.get(a).name(), factors.get(b).name());
        effects.add(new FactorialEffect(names, contrast(runs, 1 << a | 1 << b)));
      }
    }
    return effects;
  }

  /** The levels of a run: factor i is at its other level if bit i of the run's number is set. */
  private static List<String> levels(List<Factor> factors, int run) {
    List<String> levels = new ArrayList<>();
    for (int i = 0; i < factors.size(); i++) {
      Factor factor = factors.get(i);
      levels.add((run >> i & 1) == 1 ? factor.other() : factor.reference());
    }
    return List.copyOf(levels);
  }

  /**
   * The effect of one factor or the interaction of two.
   *
   * @param runs values, {@code [2ᵏ][seeds]}
   * @param involved bit mask of the factors concerned
   */
  private static PairedContrast contrast(double[][] runs, int involved) {
    int seeds = runs[0].length;
    double[] effect = new double[seeds];
    double[] reference = new double[seeds];
    double share = 2.0 / runs.length;
    double referenceShare = (double) (1 << Integer.bitCount(involved)) / runs.length;
    for (int run = 0; run < runs.length; run++) {
      int atReference = Integer.bitCount(involved & ~run);
      double weight = atReference % 2 == 0 ? share : -share;
      for (int s = 0; s < seeds; s++) {
        effect[s] += weight * runs[run][s];
        if (atReference == Integer.bitCount(involved)) {
          reference[s] += referenceShare * runs[run][s];
        }
      }
    }
    return PairedContrast.ofDifferences(effect, reference);
  }
}
