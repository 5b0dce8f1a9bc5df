package dev.polysweep.report.law;

import dev.polysweep.report.page.Details;
import dev.polysweep.table.CellValues;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A law with settings on which it bears.
 *
 * @param law the law
 * @param settings the settings of each configuration, by column
 * @param obeying values that obey it
 * @param breaking values that break it
 */
public record LawCase(
    Law law, List<Map<String, Object>> settings, Values obeying, Values breaking) {

  /** The metrics of a cell; the noise is standard normal and the same for all labels of a seed. */
  @FunctionalInterface
  public interface Values {
    Map<String, Double> of(Map<String, Object> settings, double noise);
  }

  /** A metric around a mean that depends on no setting. */
  public static Values one(String metric, double mean, double spread) {
    return (settings, noise) -> Map.of(metric, mean + spread * noise);
  }

  /** A metric that is 1 where the noise is below a bound, and 0 elsewhere. */
  public static Values flag(String metric, double mostly) {
    return (settings, noise) -> Map.of(metric, noise < mostly ? 1.0 : 0.0);
  }

  /** A setting that is a number. */
  public static double number(Map<String, Object> settings, String key) {
    return ((Number) settings.get(key)).doubleValue();
  }

  /** A sweep over some settings with some values. */
  static Details details(List<Map<String, Object>> configurations, int seeds, Values values) {
    Map<String, Map<String, Object>> settings = new LinkedHashMap<>();
    List<CellValues> cells = new ArrayList<>();
    for (Map<String, Object> configuration : configurations) {
      String label = "c" + settings.size();
      settings.put(label, configuration);
      SplittableRandom random = new SplittableRandom(7);
      for (long seed = 0; seed < seeds; seed++) {
        double noise = random.nextGaussian() + (seed % 2 == 0 ? 0.01 : -0.01) * settings.size();
        cells.add(new CellValues(label, seed, values.of(configuration, noise)));
      }
    }
    return new Details(settings, cells, List.of());
  }
}
