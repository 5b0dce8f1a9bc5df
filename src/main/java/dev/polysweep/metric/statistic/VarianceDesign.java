package dev.polysweep.metric.statistic;

import dev.polysweep.metric.statistic.VarianceSource.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * By which settings the configurations of a sweep differ, and into which parts their differences
 * can be taken apart.
 *
 * <p>If the configurations are a full grid, every combination of the levels once, the parts are
 * orthogonal: each setting's own effect (means of its levels), the interaction of each pair, and
 * what is left for combinations of three and more. If they are not, effects of settings overlap,
 * and {@link OverlappingEffects} takes them apart, crediting jointly what cannot be told apart;
 * what the sum of the settings' effects leaves is one part. Settings that always change together
 * are one factor. A design that is no grid and has so many configurations and levels that the bases
 * do not fit in memory has a single part.
 */
public final class VarianceDesign {

  /** Greatest number of entries of the bases of all factors' effects, 8 bytes each. */
  private static final double MOST_NUMBERS = 2e7;

  private final int configurations;
  private final boolean grid;
  private final List<VarianceSource> sources = new ArrayList<>();

  /** A factor: its name, the level of each configuration, and the number of levels. */
  private record Factor(String name, int[] level, int levels) {}

  /**
   * Makes the design of some configurations.
   *
   * @param settings from the name of each swept setting to its value in every configuration, as
   *     text; a setting whose values are all equal counts for nothing
   * @throws IllegalArgumentException if the settings have different numbers of values
   */
  public VarianceDesign(Map<String, List<String>> settings) {
    if (settings.values().stream().mapToInt(List::size).distinct().count() > 1) {
      throw new IllegalArgumentException("every setting needs one value a configuration");
    }
    configurations = settings.values().stream().mapToInt(List::size).findFirst().orElse(0);
    List<Factor> factors = factors(settings);
    long cells =
        factors.stream().mapToLong(Factor::levels).reduce(1, (a, b) -> Math.min(a * b, 1L << 40));
    grid = cells == configurations && distinct(factors) == configurations;
    if (grid) {
      orthogonal(factors);
    } else {
      overlapping(factors);
    }
  }

  /** The number of configurations. */
  public int configurations() {
    return configurations;
  }

  /** Whether the configurations are every combination of the levels once. */
  public boolean grid() {
    return grid;
  }

  /** The sources of variance between configurations: settings, pairs, what is left. */
  List<VarianceSource> sources() {
    return sources;
  }

  private static List<Factor> factors(Map<String, List<String>> settings) {
    Map<List<Integer>, String> names = new LinkedHashMap<>();
    settings.forEach(
        (name, values) -> {
          Map<String, Integer> index = new HashMap<>();
          List<Integer> levels = new ArrayList<>();
          values.forEach(v -> levels.add(index.computeIfAbsent(v, key -> index.size())));
          if (index.size() > 1) {
            names.merge(
                levels, name, (first, second) -> first + OverlappingEffects.TOGETHER + second);
          }
        });
    List<Factor> factors = new ArrayList<>();
    names.forEach(
        (levels, name) -> {
          int[] level = levels.stream().mapToInt(Integer::intValue).toArray();
          factors.add(new Factor(name, level, Arrays.stream(level).max().orElse(0) + 1));
        });
    return factors;
  }

  private long distinct(List<Factor> factors) {
    return IntStream.range(0, configurations)
        .mapToObj(c -> factors.stream().map(factor -> factor.level()[c]).toList())
        .distinct()
        .count();
  }

  private void orthogonal(List<Factor> factors) {
    int left = configurations - 1;
    List<Projection> explained = new ArrayList<>();
    for (Factor factor : factors) {
      explained.add(x -> effect(x, factor));
      int df = factor.levels() - 1;
      sources.add(
          VarianceSource.of(
              Kind.SETTING,
              List.of(factor.name()),
              x -> levelMeans(effect(x, factor), factor.level(), factor.levels()),
              df));
      left -= df;
    }
    for (int a = 0; a < factors.size(); a++) {
      for (int b = a + 1; b < factors.size(); b++) {
        Factor first = factors.get(a);
        Factor second = factors.get(b);
        int[] both = new int[configurations];
        Arrays.setAll(both, c -> first.level()[c] * second.levels() + second.level()[c]);
        int cells = first.levels() * second.levels();
        Projection interaction =
            x -> {
              double[] means = spread(x, both, cells);
              double[] one = effect(x, first);
              double[] two = effect(x, second);
              double mean = Moments.sum(x) / x.length;
              Arrays.setAll(means, c -> means[c] - one[c] - two[c] - mean);
              return means;
            };
        explained.add(interaction);
        int df = (first.levels() - 1) * (second.levels() - 1);
        sources.add(
            VarianceSource.of(
                Kind.PAIR,
                List.of(first.name(), second.name()),
                x -> levelMeans(interaction.of(x), both, cells),
                df));
        left -= df;
      }
    }
    if (left > 0) {
      sources.add(VarianceSource.of(Kind.COMBINATION, List.of(), x -> without(x, explained), left));
    }
  }

  private static double[] without(double[] x, List<Projection> explained) {
    double mean = Moments.sum(x) / x.length;
    double[] rest = Arrays.stream(x).map(v -> v - mean).toArray();
    for (Projection part : explained) {
      double[] of = part.of(x);
      Arrays.setAll(rest, c -> rest[c] - of[c]);
    }
    return rest;
  }

  /** The mean of each configuration's level, less the mean of all. */
  private static double[] effect(double[] x, Factor factor) {
    double mean = Moments.sum(x) / x.length;
    double[] means = spread(x, factor.level(), factor.levels());
    Arrays.setAll(means, c -> means[c] - mean);
    return means;
  }

  /** For each configuration, the mean over all that share its level. */
  private static double[] spread(double[] x, int[] level, int levels) {
    double[] sums = new double[levels];
    int[] counts = new int[levels];
    for (int c = 0; c < x.length; c++) {
      sums[level[c]] += x[c];
      counts[level[c]]++;
    }
    double[] means = new double[x.length];
    Arrays.setAll(means, c -> sums[level[c]] / counts[level[c]]);
    return means;
  }

  /** One coordinate a level, times √(configurations a level), so that lengths are kept. */
  private static double[] levelMeans(double[] spread, int[] level, int levels) {
    double[] coordinates = new double[levels];
    double scale = Math.sqrt((double) spread.length / levels);
    for (int c = 0; c < spread.length; c++) {
      coordinates[level[c]] = scale * spread[c];
    }
    return coordinates;
  }

  private void overlapping(List<Factor> factors) {
    double[] ones = new double[configurations];
    Arrays.fill(ones, 1);
    List<double[]> basis = new ArrayList<>(Projection.enlarged(List.of(), List.of(ones)));
    double columns = factors.stream().mapToDouble(Factor::levels).sum();
    if (columns * configurations * factors.size() <= MOST_NUMBERS) {
      Map<String, List<double[]>> effects = new LinkedHashMap<>();
      for (Factor factor : factors) {
        List<double[]> levels = indicators(factor);
        effects.put(factor.name(), List.copyOf(Projection.enlarged(basis.subList(0, 1), levels)));
      }
      sources.addAll(new OverlappingEffects(effects).sources());
      effects.values().forEach(e -> basis.addAll(List.copyOf(Projection.enlarged(basis, e))));
    }
    combination(basis);
  }

  /** Adds what a basis leaves of the differences between configurations, if it leaves any. */
  private void combination(List<double[]> basis) {
    int left = configurations - basis.size();
    if (left > 0) {
      Projection explained = Projection.onto(basis);
      Projection rest =
          x -> {
            double[] along = explained.of(x);
            double[] residual = x.clone();
            for (int i = 0; i < along.length; i++) {
              for (int c = 0; c < residual.length; c++) {
                residual[c] -= along[i] * basis.get(i)[c];
              }
            }
            return residual;
          };
      sources.add(VarianceSource.of(Kind.COMBINATION, List.of(), rest, left));
    }
  }

  private List<double[]> indicators(Factor factor) {
    List<double[]> columns = new ArrayList<>();
    for (int level = 1; level < factor.levels(); level++) {
      double[] column = new double[configurations];
      for (int c = 0; c < configurations; c++) {
        column[c] = factor.level()[c] == level ? 1 : 0;
      }
      columns.add(column);
    }
    return columns;
  }
}
