package dev.polysweep.report.chart;

import dev.polysweep.report.draw.Drawing;
import dev.polysweep.report.draw.Ink;
import dev.polysweep.report.draw.Mark.Anchor;
import dev.polysweep.table.row.FeatureRow;
import java.util.List;
import java.util.Map;

/**
 * Histograms of log10 feature densities: how many features are active on which share of the tokens.
 * Each dictionary has a panel, and all panels share their axes. Features of the ultra-low-density
 * cluster have a colour of their own. Dead features, whose density 0 has no logarithm, are counted
 * by a bar at the left end of the panel.
 *
 * @param panels the features of each dictionary, by the name of the dictionary
 */
public record DensityPlot(Map<String, List<FeatureRow>> panels) {

  private static final int BINS_A_DECADE = 4;
  private static final double DEAD = 46; // room for the bar of dead features

  /** Draws the figure. */
  public Drawing draw() {
    List<String> names = List.copyOf(panels.keySet());
    Heading heading =
        new Heading(
            "How often features are active",
            "features by the share of tokens on which they are active (logarithmic, four bars a"
                + " decade); bar at the left: dead, active on no token; purple: cluster of"
                + " ultra-low density",
            Heading.WIDTH - 2 * Heading.MARGIN);
    double left = Heading.MARGIN + 58;
    double room = Heading.WIDTH - Heading.MARGIN - left;
    PanelGrid grid = PanelGrid.of(names, left, heading.bottom(), room, 26, 0.66, 520);
    Drawing drawing = new Drawing(Heading.WIDTH, grid.bottom() + 56);
    heading.draw(drawing);
    int lowest = lowest();
    double most = most(lowest);
    for (int i = 0; i < names.size(); i++) {
      grid.title(drawing, i, false);
      panel(drawing, grid, i, panels.get(names.get(i)), lowest, most);
    }
    drawing.vertical(
        Heading.MARGIN + 10, (grid.y(0) + grid.bottom()) / 2, "features", 12.5, Ink.TEXT);
    drawing.text(
        (left + grid.right()) / 2,
        grid.bottom() + 42,
        "share of tokens on which it is active",
        12.5,
        Anchor.MIDDLE,
        Ink.TEXT);
    return drawing;
  }

  /**
   * Returns the exponent of the decade that holds the lowest density of a feature that is not dead.
   */
  private int lowest() {
    return (int)
        Math.floor(
            panels.values().stream()
                .flatMap(List::stream)
                .filter(row -> !row.dead())
                .mapToDouble(row -> Math.log10(row.density()))
                .min()
                .orElse(-1));
  }

  private double most(int lowest) {
    return Math.max(
        1,
        panels.values().stream()
            .mapToInt(rows -> Math.max(dead(rows), max(counts(rows, lowest, null))))
            .max()
            .orElse(1));
  }

  private static int dead(List<FeatureRow> rows) {
    return (int) rows.stream().filter(FeatureRow::dead).count();
  }

  private static int max(int[] counts) {
    return java.util.Arrays.stream(counts).max().orElse(0);
  }

  /**
   * Counts the features of each bin, without dead ones.
   *
   * @param lowest exponent of the lowest decade
   * @param cluster true for the features of the ultra-low-density cluster, false for all others,
   *     null for both
   * @return {@code [bins]}, from the lowest density to the highest
   */
  private static int[] counts(List<FeatureRow> rows, int lowest, Boolean cluster) {
    int[] counts = new int[Math.max(1, -lowest) * BINS_A_DECADE];
    for (FeatureRow row : rows) {
      if (!row.dead() && (cluster == null || cluster == row.ultraLowDensity())) {
        int bin = (int) ((Math.log10(row.density()) - lowest) * BINS_A_DECADE);
        counts[Math.min(counts.length - 1, Math.max(0, bin))]++;
      }
    }
    return counts;
  }

  private static void panel(
      Drawing drawing, PanelGrid grid, int i, List<FeatureRow> rows, int lowest, double most) {
    double x = grid.x(i);
    double y = grid.y(i);
    double width = grid.panelWidth();
    double bottom = y + grid.panelHeight();
    Scale v = new Scale(0, 1.05 * most, false, bottom, y);
    Scale h = new Scale(lowest, 0, false, x + DEAD, x + width - 6);
    for (Scale.Tick tick : v.ticks(4, false)) {
      double at = v.at(tick.value());
      drawing.line(x, at, x + width, at, Ink.GRID, 1);
      if (grid.isLeftmost(i)) {
        drawing.text(x - 7, at + 4, tick.text(), Heading.SMALL, Anchor.END, Ink.MUTED);
      }
    }
    bar(drawing, x + 8, DEAD - 22, v, 0, dead(rows), Ink.MUTED);
    drawing.text(x + 8 + (DEAD - 22) / 2, bottom + 17, "dead", 10.5, Anchor.MIDDLE, Ink.MUTED);
    int[] cluster = counts(rows, lowest, true);
    int[] others = counts(rows, lowest, false);
    double step = (h.to() - h.from()) / others.length;
    for (int b = 0; b < others.length; b++) {
      double at = h.from() + b * step;
      bar(drawing, at + 0.5, step - 1, v, 0, cluster[b], Ink.NULL);
      bar(drawing, at + 0.5, step - 1, v, cluster[b], cluster[b] + others[b], Ink.DATA);
    }
    int stride = width < 260 && lowest < -3 ? 2 : 1;
    for (int decade = 0; decade >= lowest; decade -= stride) {
      double at = h.at(decade);
      drawing.line(at, bottom, at, bottom + 5, Ink.FRAME, 1);
      String text =
          decade == 0 ? "1" : decade >= -2 ? (decade == -1 ? "0.1" : "0.01") : "1e" + decade;
      drawing.text(
          at,
          bottom + 17,
          text.replace('-', '−'),
          10.5,
          decade == 0 ? Anchor.END : Anchor.MIDDLE,
          Ink.MUTED);
    }
    double[] xs = {x, x + width, x + width, x, x};
    double[] ys = {y, y, bottom, bottom, y};
    drawing.polyline(xs, ys, Ink.FRAME, 1, 0);
  }

  private static void bar(
      Drawing drawing, double x, double width, Scale v, double from, double to, Ink ink) {
    if (to > from) {
      drawing.rect(x, v.at(to), width, v.at(from) - v.at(to), ink);
    }
  }
}
