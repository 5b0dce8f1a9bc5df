package dev.polysweep.spark.aggregate;

import java.io.Serializable;
import java.util.List;

/**
 * A metric of one label that was compared with a null distribution in each cell.
 *
 * @param metric name of the metric
 * @param method how the null distribution was drawn
 * @param draws number of draws from the null distribution for each cell
 */
public record NullTest(String metric, String method, int draws) implements Serializable {

  /** Suffixes of the columns of {@code cells} that hold the result of a cell's comparison. */
  static final List<String> SUFFIXES =
      List.of("_null_mean", "_null_sd", "_z", "_p_less", "_p_more");
}
