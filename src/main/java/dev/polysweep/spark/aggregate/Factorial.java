package dev.polysweep.spark.aggregate;

import dev.polysweep.metric.statistic.FactorialEffects.Factor;
import dev.polysweep.sweep.Configuration;
import dev.polysweep.sweep.Sweep;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A sweep that is a full two-level factorial: it varies k settings, 2 ≤ k ≤ 20, each has two
 * values, and every combination occurs once.
 *
 * @param factors the settings; the reference level of each is its value in the baseline or, without
 *     a baseline, in the first configuration
 * @param labels from the factors' levels, in the order of the factors, to the label of the
 *     configuration that has them
 */
record Factorial(ArrayList<Level> factors, HashMap<List<String>, String> labels)
    implements Serializable {

  private static final int MOST_FACTORS = 20;

  /** A factor with its two levels, in a form that can be sent to executors. */
  record Level(String name, String reference, String other) implements Serializable {
    Factor factor() {
      return new Factor(name, reference, other);
    }
  }

  /** The factorial that a sweep is; empty if the sweep is none. */
  static Optional<Factorial> of(Sweep sweep) {
    List<Configuration> configurations = sweep.configurations();
    Configuration reference =
        configurations.stream()
            .filter(c -> c.label().equals(sweep.baseline()))
            .findFirst()
            .orElse(configurations.get(0));
    Set<String> names = new LinkedHashSet<>();
    configurations.forEach(c -> names.addAll(c.swept().keySet()));
    ArrayList<Level> factors = new ArrayList<>();
    for (String name : names) {
      Set<String> levels = new LinkedHashSet<>();
      configurations.forEach(c -> levels.add(level(c, name)));
      String low = level(reference, name);
      if (levels.size() > 2) {
        return Optional.empty();
      }
      if (levels.size() == 2) {
        levels.remove(low);
        factors.add(new Level(name, low, levels.iterator().next()));
      }
    }
    int k = factors.size();
    if (k < 2 || k > MOST_FACTORS || configurations.size() != 1 << k) {
      return Optional.empty();
    }
    HashMap<List<String>, String> labels = new HashMap<>();
    for (Configuration c : configurations) {
      labels.put(factors.stream().map(factor -> level(c, factor.name())).toList(), c.label());
    }
    return labels.size() == 1 << k ? Optional.of(new Factorial(factors, labels)) : Optional.empty();
  }

  private static String level(Configuration configuration, String name) {
    return String.valueOf((Object) configuration.swept().get(name));
  }

  /**
   * The levels of an effect's factors, joined by {@code :}.
   *
   * @param effect names of the factors
   * @param high whether to give the other level of each factor instead of its reference level
   */
  String levels(List<String> effect, boolean high) {
    Map<String, Level> byName = new HashMap<>();
    factors.forEach(factor -> byName.put(factor.name(), factor));
    return String.join(
        ":",
        effect.stream()
            .map(byName::get)
            .map(factor -> high ? factor.other() : factor.reference())
            .toList());
  }
}
