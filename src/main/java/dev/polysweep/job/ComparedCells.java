package dev.polysweep.job;

import dev.polysweep.job.ComparedSweep.Of;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The matching cells of two configurations: those that ended well for a seed on both sides.
 *
 * @param label label of the configuration, in A and in B if these differ
 * @param a metrics of the cells of A by seed
 * @param b metrics of the cells of B, for the same seeds
 */
record ComparedCells(
    String label, TreeMap<Long, Map<String, Double>> a, TreeMap<Long, Map<String, Double>> b) {

  /** Receives the values that a metric has in two matching cells. */
  @FunctionalInterface
  interface Pairs {
    void add(long seed, double a, double b);
  }

  /**
   * Finds the configurations that agree in every setting but some, in the order of A.
   *
   * @param apart dotted keys of the settings that are not compared
   */
  static List<ComparedCells> matched(ComparedSweep a, ComparedSweep b, List<String> apart) {
    Map<Map<String, String>, Of> ofB = new LinkedHashMap<>();
    b.configurations().forEach(of -> ofB.put(without(of.settings(), apart), of));
    List<ComparedCells> matched = new ArrayList<>();
    for (Of x : a.configurations()) {
      Of y = ofB.get(without(x.settings(), apart));
      if (y != null) {
        TreeMap<Long, Map<String, Double>> cellsA = new TreeMap<>(x.cells());
        TreeMap<Long, Map<String, Double>> cellsB = new TreeMap<>(y.cells());
        cellsA.keySet().retainAll(y.cells().keySet());
        cellsB.keySet().retainAll(x.cells().keySet());
        String label = x.label().equals(y.label()) ? x.label() : x.label() + " / " + y.label();
        if (!cellsA.isEmpty()) {
          matched.add(new ComparedCells(label, cellsA, cellsB));
        }
      }
    }
    return matched;
  }

  private static Map<String, String> without(Map<String, String> settings, List<String> apart) {
    Map<String, String> rest = new LinkedHashMap<>(settings);
    apart.forEach(rest::remove);
    return rest;
  }

  /** Number of pairs. */
  int size() {
    return a.size();
  }

  /** Whether some pair has finite values of a metric on both sides. */
  boolean has(String metric) {
    boolean[] found = {false};
    forEach(metric, (seed, x, y) -> found[0] = true);
    return found[0];
  }

  /** Passes on the pairs in which a metric is finite on both sides, by seed. */
  void forEach(String metric, Pairs pairs) {
    a.forEach(
        (seed, metrics) -> {
          double x = metrics.get(metric);
          double y = b.get(seed).get(metric);
          if (Double.isFinite(x) && Double.isFinite(y)) {
            pairs.add(seed, x, y);
          }
        });
  }

  /** The values of a metric in A, by seed. */
  double[] valuesOfA(String metric) {
    return a.values().stream().mapToDouble(metrics -> metrics.get(metric)).toArray();
  }

  /** The values of a metric in B, for the same seeds. */
  double[] valuesOfB(String metric) {
    return b.values().stream().mapToDouble(metrics -> metrics.get(metric)).toArray();
  }
}
