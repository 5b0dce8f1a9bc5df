package dev.polysweep.spark.aggregate;

import dev.polysweep.metric.statistic.FactorialEffect;
import dev.polysweep.metric.statistic.FactorialEffects;
import dev.polysweep.metric.statistic.FactorialEffects.Factor;
import dev.polysweep.metric.statistic.Holm;
import dev.polysweep.metric.statistic.PairedContrast;
import dev.polysweep.table.Column;
import dev.polysweep.table.row.EffectRow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Makes the rows of {@code effects}: main effects and interactions of a two-level factorial. The
 * groups have the key (ordinal, label) and are all in one partition. Memory: the values of the
 * metrics of all cells, 8 bytes each. If the results have no cell of some combination of levels,
 * there are no rows.
 *
 * @param factorial factors of the sweep, and the label of each combination of levels
 * @param metrics the metrics, in the order of the groups' values
 */
record Effects(Factorial factorial, List<Column> metrics) implements Fold {

  @Override
  public Iterator<EffectRow> rows(Iterator<SeedGroup> groups) {
    Map<String, SeedGroup> byLabel = new HashMap<>();
    groups.forEachRemaining(group -> byLabel.put((String) group.key().get(1), group));
    if (!byLabel.keySet().containsAll(factorial.labels().values())) {
      return Collections.emptyIterator();
    }
    return Flattened.of(
        java.util.stream.IntStream.range(0, metrics.size()).iterator(), m -> of(byLabel, m));
  }

  private List<EffectRow> of(Map<String, SeedGroup> byLabel, int metric) {
    List<Factor> factors = factorial.factors().stream().map(Factorial.Level::factor).toList();
    // A seed counts only if every label has it, so the seeds of any one label will do.
    long[] seeds = byLabel.values().iterator().next().seeds();
    List<FactorialEffect> effects =
        FactorialEffects.of(
            factors, levels -> byLabel.get(factorial.labels().get(levels)).at(metric, seeds));
    Double[] adjusted =
        Holm.adjust(effects.stream().map(effect -> effect.contrast().p()).toArray(Double[]::new));
    List<EffectRow> rows = new ArrayList<>();
    for (int i = 0; i < adjusted.length; i++) {
      if (effects.get(i).contrast().n() > 0) {
        rows.add(row(metrics.get(metric), effects.get(i), adjusted[i]));
      }
    }
    return rows;
  }

  private EffectRow row(Column metric, FactorialEffect effect, Double pHolm) {
    boolean main = effect.factors().size() == 1; // an interaction is no change from a mean
    PairedContrast c = main ? Ranges.within(effect.contrast(), metric) : effect.contrast();
    return new EffectRow(
        metric.name(),
        String.join(":", effect.factors()),
        factorial.levels(effect.factors(), false),
        factorial.levels(effect.factors(), true),
        c.n(),
        c.delta(),
        c.ci95Low(),
        c.ci95High(),
        c.deltaPct(),
        c.pctCi95Low(),
        c.pctCi95High(),
        c.p(),
        pHolm);
  }
}
