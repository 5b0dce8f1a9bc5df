package dev.polysweep.spark.aggregate;

import dev.polysweep.metric.statistic.ConfidenceSequence;
import dev.polysweep.metric.statistic.FactorialEffects;
import dev.polysweep.metric.statistic.FactorialEffects.Factor;
import dev.polysweep.metric.statistic.PairedContrast;
import dev.polysweep.sweep.Configuration;
import dev.polysweep.sweep.Decide;
import dev.polysweep.sweep.Sweep;
import dev.polysweep.table.CellValues;
import dev.polysweep.table.row.DecisionRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The analysis of a sweep that takes as many seeds as it needs. It looks at the results after the
 * first {@value #FIRST} seeds and whenever there are a quarter more. A comparison is closed when
 * its {@link ConfidenceSequence} does not hold 0 or is narrow enough, and is not opened again; the
 * labels that only closed comparisons need get no more seeds. The comparisons are the main effects
 * of a two-level factorial, else each label with the baseline; α = 0.05 is divided equally among
 * them, so that all intervals hold at once with the chance 0.95 however often one looks.
 *
 * <p>The looks depend on the sweep and on the values alone: not on machines, nor on how often a run
 * was interrupted. A look uses the seeds before it only, so that results of later seeds that a
 * folder happens to hold change nothing.
 */
public final class SequentialAnalysis {

  /** Number of seeds at the first look. */
  public static final int FIRST = 8;

  private static final double ALPHA = 0.05;
  private static final double GROWTH = 1.25;

  private final Sweep sweep;
  private final Decide decide;
  private final List<Comparison> comparisons;
  private final Map<Long, Integer> places = new HashMap<>();
  private final DecisionRow[] rows;
  private final long[] lookedAt; // seeds at the last look of each comparison
  private long next;
  private long looked;

  /** A comparison: its names, the labels that it needs, and how its value comes about. */
  private record Comparison(
      String name, String reference, String other, Set<String> labels, Contrast contrast) {}

  @FunctionalInterface
  private interface Contrast {
    PairedContrast of(Map<String, double[]> values);
  }

  /**
   * Begins the analysis of a sweep, at its first look.
   *
   * @param sweep a sweep with {@link Sweep#decide}
   */
  public SequentialAnalysis(Sweep sweep) {
    this.sweep = sweep;
    decide = sweep.decide();
    comparisons = Factorial.of(sweep).map(this::effects).orElseGet(this::contrasts);
    rows = new DecisionRow[comparisons.size()];
    lookedAt = new long[rows.length];
    next = Math.min(FIRST, sweep.seeds().count());
  }

  private List<Comparison> effects(Factorial factorial) {
    List<Factor> factors = factorial.factors().stream().map(Factorial.Level::factor).toList();
    Set<String> all = new LinkedHashSet<>(factorial.labels().values());
    List<Comparison> effects = new ArrayList<>();
    for (int i = 0; i < factors.size(); i++) {
      int at = i;
      Contrast contrast =
          values ->
              FactorialEffects.of(factors, levels -> values.get(factorial.labels().get(levels)))
                  .get(at)
                  .contrast();
      Factor factor = factors.get(i);
      effects.add(new Comparison(factor.name(), factor.reference(), factor.other(), all, contrast));
    }
    return effects;
  }

  private List<Comparison> contrasts() {
    String baseline = sweep.baseline();
    return sweep.configurations().stream()
        .map(Configuration::label)
        .filter(label -> !label.equals(baseline))
        .map(
            label ->
                new Comparison(
                    label,
                    baseline,
                    label,
                    Set.of(baseline, label),
                    values -> PairedContrast.of(values.get(label), values.get(baseline))))
        .toList();
  }

  /** Whether a comparison is open and there are seeds for another look. */
  public boolean goesOn() {
    return looked < sweep.seeds().count() && !labels().isEmpty();
  }

  /** The labels that open comparisons need. */
  public Set<String> labels() {
    Set<String> labels = new LinkedHashSet<>();
    for (int i = 0; i < rows.length; i++) {
      if (!closed(i)) {
        labels.addAll(comparisons.get(i).labels());
      }
    }
    return labels;
  }

  /** Number of the seeds, from the first, that the next look needs. */
  public long seeds() {
    return next;
  }

  /** Number of the seeds that the last look used; 0 before the first. */
  public long looked() {
    return looked;
  }

  /** Number of comparisons. */
  public int comparisons() {
    return rows.length;
  }

  /** Number of comparisons that are closed. */
  public int closed() {
    int closed = 0;
    for (int i = 0; i < rows.length; i++) {
      closed += closed(i) ? 1 : 0;
    }
    return closed;
  }

  private boolean closed(int i) {
    return rows[i] != null && !rows[i].decision().equals(DecisionRow.OPEN);
  }

  /**
   * Looks at the results of the first {@link #seeds} seeds.
   *
   * @param cells values of the metric; a cell that is missing counts as one without a value, and
   *     cells of other labels or later seeds are not looked at
   */
  public void look(List<CellValues> cells) {
    for (int i = (int) looked; i < next; i++) {
      places.put(sweep.seeds().get(i), i);
    }
    Map<String, double[]> values = new HashMap<>();
    for (Configuration configuration : sweep.configurations()) {
      double[] bySeed = new double[(int) next];
      Arrays.fill(bySeed, Double.NaN);
      values.put(configuration.label(), bySeed);
    }
    for (CellValues cell : cells) {
      Integer place = places.get(cell.seed());
      if (place != null && values.containsKey(cell.label())) {
        values.get(cell.label())[place] = cell.metric(decide.metric());
      }
    }
    for (int i = 0; i < rows.length; i++) {
      if (!closed(i)) {
        rows[i] = row(comparisons.get(i), comparisons.get(i).contrast().of(values));
        lookedAt[i] = next;
      }
    }
    looked = next;
    next = Math.min((long) Math.ceil(GROWTH * next), sweep.seeds().count());
  }

  private DecisionRow row(Comparison comparison, PairedContrast contrast) {
    ConfidenceSequence interval = ConfidenceSequence.of(contrast, alpha());
    Double within =
        interval.bounded() && contrast.reference() != 0
            ? 50 * (interval.high() - interval.low()) / Math.abs(contrast.reference())
            : null;
    String decision =
        interval.excludesZero()
            ? DecisionRow.DIFFERENT
            : within != null && within <= decide.within() ? DecisionRow.NARROW : DecisionRow.OPEN;
    return new DecisionRow(
        decide.metric(),
        comparison.name(),
        comparison.reference(),
        comparison.other(),
        contrast.n(),
        contrast.n() == 0 ? null : contrast.delta(),
        interval.low(),
        interval.high(),
        contrast.deltaPct(),
        within,
        decision);
  }

  private double alpha() {
    return ALPHA / rows.length;
  }

  /** The comparisons as they stood at their last look; empty before the first. */
  public List<DecisionRow> rows() {
    return looked == 0 ? List.of() : List.of(rows);
  }

  /**
   * An estimate of how the analysis will go on, if the means and spreads of the last look stay; to
   * be called after a look.
   *
   * @return from each label to the number of seeds that it will have, at most those of the sweep
   */
  public Map<String, Long> forecast() {
    Map<String, Long> seeds = new HashMap<>();
    for (int i = 0; i < rows.length; i++) {
      long needed = closed(i) ? lookedAt[i] : needed(rows[i]);
      for (String label : comparisons.get(i).labels()) {
        seeds.merge(label, needed, Math::max);
      }
    }
    return seeds;
  }

  private long needed(DecisionRow row) {
    long most = sweep.seeds().count();
    if (row.csLow() == null) {
      return most;
    }
    double half = (row.csHigh() - row.csLow()) / 2;
    double sd = half / ConfidenceSequence.width(row.n(), alpha()) * Math.sqrt(row.n());
    double enough = Math.abs(row.delta());
    if (row.withinPct() != null) {
      enough = Math.max(enough, half * decide.within() / row.withinPct());
    }
    long n = next;
    while (n < most && sd / Math.sqrt(n) * ConfidenceSequence.width(n, alpha()) > enough) {
      n = Math.min((long) Math.ceil(GROWTH * n), most);
    }
    return n;
  }
}
