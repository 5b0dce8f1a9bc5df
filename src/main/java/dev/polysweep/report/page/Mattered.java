package dev.polysweep.report.page;

import dev.polysweep.table.row.LevelRow;
import dev.polysweep.table.row.RivalRow;
import dev.polysweep.table.row.ShareRow;
import java.util.List;

/**
 * The aggregate tables that say what mattered in a sweep.
 *
 * @param shares what the variance of each metric comes from; empty for a single configuration or
 *     seed
 * @param levels each metric at each value of each swept setting
 * @param rivals each label against the best, for the metrics that have a good direction
 */
public record Mattered(List<ShareRow> shares, List<LevelRow> levels, List<RivalRow> rivals) {

  /** The tables of a sweep in which nothing could be compared. */
  public static final Mattered NONE = new Mattered(List.of(), List.of(), List.of());

  private static final double LEVEL = 0.05;

  /** Makes unmodifiable copies of the lists. */
  public Mattered {
    shares = List.copyOf(shares);
    levels = List.copyOf(levels);
    rivals = List.copyOf(rivals);
  }

  /** Returns the sources of a metric's variance. */
  List<ShareRow> sharesOf(String metric) {
    return shares.stream().filter(row -> row.metric().equals(metric)).toList();
  }

  /** Returns the labels' comparisons with the best by a metric. */
  List<RivalRow> rivalsOf(String metric) {
    return rivals.stream().filter(row -> row.metric().equals(metric)).toList();
  }

  /** Returns whether a source explains more than chance would, at 0.05 after Holm. */
  static boolean told(ShareRow row) {
    return row.pHolm() != null && row.pHolm() < LEVEL && row.share() > 0;
  }
}
