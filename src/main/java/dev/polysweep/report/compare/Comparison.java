package dev.polysweep.report.compare;

import dev.polysweep.metric.statistic.PairedContrast;
import java.util.List;

/**
 * Two results folders A and B of one experiment, side by side: where their settings and their
 * origins differ, and by how much the metrics of matching cells do. Two cells match if they have
 * the same seed and agree in every setting but those of {@code apart}.
 *
 * @param experiment name of the experiment
 * @param a the first folder, which is subtracted
 * @param b the second folder
 * @param origins versions, machine and engine in which the folders differ
 * @param settings settings, and seeds, in which the sweeps differ
 * @param apart dotted keys of the settings that have one value throughout A and another throughout
 *     B; cells are matched without them
 * @param matched number of pairs of matching cells that both ended well
 * @param onlyA number of cells of A that ended well and match none of B
 * @param onlyB number of cells of B that ended well and match none of A
 * @param metrics the metrics over all matching cells, the headline metrics first
 * @param labels the headline metrics by configuration
 */
public record Comparison(
    String experiment,
    Side a,
    Side b,
    List<Difference> origins,
    List<Difference> settings,
    List<String> apart,
    long matched,
    long onlyA,
    long onlyB,
    List<MetricDifference> metrics,
    List<LabelDifference> labels) {

  /** Makes unmodifiable copies of the lists. */
  public Comparison {
    origins = List.copyOf(origins);
    settings = List.copyOf(settings);
    apart = List.copyOf(apart);
    metrics = List.copyOf(metrics);
    labels = List.copyOf(labels);
  }

  /**
   * One of the two folders.
   *
   * @param folder path of the folder
   * @param name name of its sweep
   * @param cells number of the sweep's cells that ended well
   */
  public record Side(String folder, String name, long cells) {}

  /**
   * Something that the two folders have differently.
   *
   * @param what name of the setting, or of what else differs
   * @param a its values in A, as text
   * @param b its values in B, as text
   */
  public record Difference(String what, String a, String b) {}

  /**
   * The difference of a metric over all matching cells.
   *
   * @param metric name of the metric
   * @param unit its unit; empty for none
   * @param cells number of pairs of cells in which both values are finite
   * @param same number of these pairs whose values are equal to the last bit
   * @param meanA mean over these cells of A
   * @param meanB mean over these cells of B
   * @param largest largest absolute difference within a pair
   * @param contrast B − A, first averaged over the configurations of a seed and then paired by
   *     seed: cells of one seed share their random draws and are not independent
   */
  public record MetricDifference(
      String metric,
      String unit,
      long cells,
      long same,
      double meanA,
      double meanB,
      double largest,
      PairedContrast contrast) {}

  /**
   * The difference of a headline metric within one configuration.
   *
   * @param label label of the configuration, in A and in B if these differ
   * @param metric name of the metric
   * @param contrast B − A, paired by seed
   */
  public record LabelDifference(String label, String metric, PairedContrast contrast) {}

  /** Says by what cells were matched, as a sentence. */
  public String matching() {
    return "Cells match by seed and by every setting"
        + (apart.isEmpty() ? "" : " but " + String.join(", ", apart))
        + ".";
  }
}
