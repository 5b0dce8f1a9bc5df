package dev.polysweep.report.chart;

import dev.polysweep.metric.geometry.IsotropicCosine;
import dev.polysweep.report.draw.Drawing;
import dev.polysweep.report.draw.Ink;
import dev.polysweep.report.draw.Mark.Anchor;
import dev.polysweep.table.row.CosineRow;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How strongly pairs of directions overlap: the distribution of |cos| over all pairs and seeds, a
 * panel for each configuration, with the distribution of random directions in as many dimensions as
 * a line. All panels share their axes.
 *
 * @param title title of the figure
 * @param note meaning of the areas and lines
 * @param titles title of each panel
 * @param overlaps the overlaps of each panel
 */
public record OverlapPlot(
    String title, String note, List<String> titles, List<CosineRow> overlaps) {

  /** Draws the figure. */
  public Drawing draw() {
    Heading heading = new Heading(title, note, Heading.WIDTH - 2 * Heading.MARGIN);
    double left = Heading.MARGIN + 50;
    double room = Heading.WIDTH - Heading.MARGIN - left;
    PanelGrid grid = PanelGrid.of(titles, left, heading.bottom(), room, 16, 0.62, 400);
    Drawing drawing = new Drawing(Heading.WIDTH, grid.bottom() + 54);
    heading.draw(drawing);
    double most =
        overlaps.stream()
            .mapToDouble(o -> Math.max(max(measured(o)), max(chance(o))))
            .max()
            .orElse(1);
    for (int i = 0; i < overlaps.size(); i++) {
      grid.title(drawing, i, false);
      panel(drawing, grid, i, most * 1.05);
    }
    double middle = (grid.y(0) + grid.bottom()) / 2;
    drawing.vertical(Heading.MARGIN + 10, middle, "share of pairs (%)", 12.5, Ink.TEXT);
    drawing.text(
        (left + grid.right()) / 2,
        grid.bottom() + 40,
        "|cos| of two directions",
        12.5,
        Anchor.MIDDLE,
        Ink.TEXT);
    return drawing;
  }

  private static double max(double[] shares) {
    return Arrays.stream(shares).max().orElse(0);
  }

  /** The share of pairs in each bin, in per cent. */
  private static double[] measured(CosineRow overlap) {
    return IntStream.range(0, CosineRow.BINS).mapToDouble(b -> 100 * overlap.shares()[b]).toArray();
  }

  /** The same of random directions; empty where the number of dimensions is not known. */
  private static double[] chance(CosineRow overlap) {
    if (overlap.dimensions() < 2) {
      return new double[0];
    }
    int bins = overlap.shares().length;
    double[] shares = new double[bins];
    for (int i = 0; i < bins; i++) {
      double above = IsotropicCosine.cdf((i + 1.0) / bins, overlap.dimensions());
      double below = IsotropicCosine.cdf((double) i / bins, overlap.dimensions());
      shares[i] = 100 * (above - below);
    }
    return shares;
  }

  private void panel(Drawing drawing, PanelGrid grid, int i, double most) {
    double x = grid.x(i);
    double y = grid.y(i);
    double bottom = y + grid.panelHeight();
    Scale across = new Scale(0, 1, false, x, x + grid.panelWidth());
    Scale up = new Scale(0, most, false, bottom, y);
    for (Scale.Tick tick : up.ticks(4, false)) {
      double at = up.at(tick.value());
      drawing.line(x, at, x + grid.panelWidth(), at, Ink.GRID, 1);
      if (grid.isLeftmost(i)) {
        drawing.text(x - 7, at + 4, tick.text(), Heading.SMALL, Anchor.END, Ink.MUTED);
      }
    }
    double[][] area = steps(measured(overlaps.get(i)), across, up, true);
    drawing.area(area[0], area[1], Ink.DATA, 0.55);
    double[] chance = chance(overlaps.get(i));
    if (chance.length > 0) {
      double[][] line = steps(chance, across, up, false);
      drawing.polyline(line[0], line[1], Ink.NULL, 1.75, 0);
    }
    if (grid.isLowest(i)) {
      for (double tick : new double[] {0, 0.5, 1}) {
        Anchor anchor = tick == 0 ? Anchor.START : tick == 1 ? Anchor.END : Anchor.MIDDLE;
        String text = tick == 0.5 ? "0.5" : tick == 0 ? "0" : "1";
        drawing.text(across.at(tick), bottom + 17, text, Heading.SMALL, anchor, Ink.MUTED);
      }
    }
    double[] xs = {x, x + grid.panelWidth(), x + grid.panelWidth(), x, x};
    double[] ys = {y, y, bottom, bottom, y};
    drawing.polyline(xs, ys, Ink.FRAME, 1, 0);
  }

  private static double[][] steps(double[] shares, Scale across, Scale up, boolean closed) {
    int n = shares.length;
    double[] xs = new double[2 * n + (closed ? 2 : 0)];
    double[] ys = new double[xs.length];
    for (int i = 0; i < n; i++) {
      xs[2 * i] = across.at((double) i / n);
      xs[2 * i + 1] = across.at((i + 1.0) / n);
      ys[2 * i] = up.at(shares[i]);
      ys[2 * i + 1] = ys[2 * i];
    }
    if (closed) {
      xs[2 * n] = across.at(1);
      ys[2 * n] = up.at(0);
      xs[2 * n + 1] = across.at(0);
      ys[2 * n + 1] = up.at(0);
    }
    return new double[][] {xs, ys};
  }
}
