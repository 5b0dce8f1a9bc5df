package dev.polysweep.report.chart;

import dev.polysweep.report.draw.Drawing;
import dev.polysweep.report.draw.Ink;
import dev.polysweep.report.draw.Mark.Anchor;
import dev.polysweep.table.row.ArrayRow;
import java.util.Arrays;
import java.util.List;

/**
 * Cosine-overlap matrices as heat maps side by side. All maps share one diverging colour scale
 * centred at 0. The diagonal of a square matrix, whose cosines are 1 by definition, is grey and
 * does not widen the scale.
 */
public final class HeatMaps {

  private static final double BAR = 14;

  /**
   * Least size of a cell in pixels; a matrix with smaller cells is drawn with blocks of entries
   * pooled into one cell.
   */
  private static final double SMALLEST = 2;

  private final List<ArrayRow> matrices;
  private final Diverging colors;
  private final boolean negative;
  private final String name;
  private final String remark;
  private final int sharers;

  /**
   * Makes heat maps of the given matrices.
   *
   * @param matrices the matrices to show
   * @param scaled all matrices that the colour scale must cover, among them those that are shown
   * @param name name of the quantity that the colours show, written beside the colour bar
   * @param remark what the note says of the matrices
   */
  public HeatMaps(List<ArrayRow> matrices, List<ArrayRow> scaled, String name, String remark) {
    this.matrices = matrices;
    this.name = name;
    this.remark = remark;
    this.sharers = scaled.size();
    double most = 0;
    boolean below = false;
    for (ArrayRow matrix : scaled) {
      for (int i = 0; i < matrix.data().length; i++) {
        double value = entry(matrix, i);
        if (Double.isFinite(value)) {
          most = Math.max(most, Math.abs(value));
          below |= value < 0;
        }
      }
    }
    this.colors = new Diverging(roundUp(most));
    this.negative = below;
  }

  /**
   * Returns an entry by its row-major index, and NaN for an entry on the diagonal of a square
   * matrix.
   */
  private static double entry(ArrayRow matrix, int index) {
    boolean diagonal =
        matrix.rows() == matrix.cols() && index / matrix.cols() == index % matrix.cols();
    return diagonal ? Double.NaN : matrix.data()[index];
  }

  /**
   * Rounds a value up to the next number of the form 1, 1.5, 2, 3, 4, 5, 6 or 8 times a power of
   * ten; returns 1 for 0.
   */
  private static double roundUp(double most) {
    if (most <= 0) {
      return 1;
    }
    double power = Math.pow(10, Math.floor(Math.log10(most)));
    return Arrays.stream(new double[] {1, 1.5, 2, 3, 4, 5, 6, 8, 10})
        .map(factor -> factor * power)
        .filter(limit -> limit >= most * (1 - 1e-9))
        .findFirst()
        .orElse(10 * power);
  }

  /**
   * Draws the figure.
   *
   * @param title title of the figure
   * @param titles the title of each matrix
   * @param emphasised index of the matrix whose title is emphasised, or −1 for none
   */
  public Drawing draw(String title, List<String> titles, int emphasised) {
    boolean single = matrices.size() == 1;
    double width = single ? 520 : Heading.WIDTH;
    double inner = width - 2 * Heading.MARGIN;
    Heading heading = new Heading(title, note(), inner);
    double barSpace = 84;
    double left = Heading.MARGIN + (single ? 40 : 0);
    double room = width - Heading.MARGIN - barSpace - left;
    PanelGrid grid =
        PanelGrid.of(titles, left, heading.bottom(), room, single ? 0 : 18, 1, single ? 360 : 250);
    Drawing drawing =
        new Drawing(
            single || grid.cols() > 2 ? grid.right() + barSpace + Heading.MARGIN : width,
            grid.bottom() + (single ? 52 : 24));
    heading.draw(drawing);
    for (int i = 0; i < matrices.size(); i++) {
      grid.title(drawing, i, i == emphasised);
      panel(drawing, matrices.get(i), grid.x(i), grid.y(i), grid.panelWidth());
    }
    if (single) {
      axes(drawing, matrices.get(0), grid);
    }
    double barHeight = Math.min(grid.bottom() - grid.y(0), 260);
    colorBar(drawing, grid.right() + 22, grid.y(0), barHeight);
    return drawing;
  }

  private String note() {
    ArrayRow first = matrices.get(0);
    String shared =
        matrices.size() > 1
            ? "; one colour scale for all"
            : sharers > 1 ? "; colours as for all configurations" : "";
    boolean pooled = matrices.stream().anyMatch(m -> pool(m, 140) > 1);
    boolean alike = matrices.stream().allMatch(m -> m.rows() == first.rows());
    return remark
        + (alike ? "; " + first.rows() + " × " + first.cols() + " directions" : "")
        + shared
        + "; grey: the diagonal, 1 by definition"
        + (pooled ? "; large matrices are pooled, a cell shows the entry of greatest size" : "");
  }

  private void panel(Drawing drawing, ArrayRow matrix, double x, double y, double size) {
    int pool = pool(matrix, size);
    int rows = (matrix.rows() + pool - 1) / pool;
    int cols = (matrix.cols() + pool - 1) / pool;
    int[] rgb = new int[rows * cols];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = colors.rgb(pooled(matrix, i / cols * pool, i % cols * pool, pool));
    }
    drawing.cells(x, y, rgb, cols, size / cols, size / rows);
    double[] xs = {x, x + size, x + size, x, x};
    double[] ys = {y, y, y + size, y + size, y};
    drawing.polyline(xs, ys, Ink.FRAME, 1, 0);
  }

  private static int pool(ArrayRow matrix, double size) {
    return (int) Math.ceil(Math.max(matrix.rows(), matrix.cols()) * SMALLEST / size);
  }

  /**
   * Returns the entry with the greatest absolute value in a block, so that a single large overlap
   * stays visible. Returns NaN for a block without values.
   */
  private static double pooled(ArrayRow matrix, int row, int col, int pool) {
    double best = Double.NaN;
    for (int r = row; r < Math.min(row + pool, matrix.rows()); r++) {
      for (int c = col; c < Math.min(col + pool, matrix.cols()); c++) {
        double value = entry(matrix, r * matrix.cols() + c);
        if (!(Math.abs(value) <= Math.abs(best)) && !Double.isNaN(value)) {
          best = value;
        }
      }
    }
    return best;
  }

  private void axes(Drawing drawing, ArrayRow matrix, PanelGrid grid) {
    double x = grid.x(0);
    double y = grid.y(0);
    double size = grid.panelWidth();
    int step = Math.max(1, (Math.max(matrix.rows(), matrix.cols()) + 15) / 16);
    for (int i = 0; i < matrix.cols(); i += step) {
      double at = x + (i + 0.5) * size / matrix.cols();
      drawing.text(at, y + size + 15, Integer.toString(i), 10.5, Anchor.MIDDLE, Ink.MUTED);
    }
    for (int i = 0; i < matrix.rows(); i += step) {
      double at = y + (i + 0.5) * size / matrix.rows() + 4;
      drawing.text(x - 6, at, Integer.toString(i), 10.5, Anchor.END, Ink.MUTED);
    }
    drawing.text(
        x + size / 2, y + size + 34, "direction j", Heading.SMALL, Anchor.MIDDLE, Ink.TEXT);
    drawing.vertical(x - 30, y + size / 2, "direction i", Heading.SMALL, Ink.TEXT);
  }

  /**
   * Draws the colour bar. The bar extends below 0 only if some value is negative; 0 is white in
   * either case.
   */
  private void colorBar(Drawing drawing, double x, double y, double height) {
    double low = negative ? -colors.limit() : 0;
    int steps = 120;
    int[] rgb = new int[steps];
    for (int i = 0; i < steps; i++) {
      rgb[i] = colors.rgb(colors.limit() - (i + 0.5) / steps * (colors.limit() - low));
    }
    drawing.cells(x, y, rgb, 1, BAR, height / steps);
    double[] xs = {x, x + BAR, x + BAR, x, x};
    double[] ys = {y, y, y + height, y + height, y};
    drawing.polyline(xs, ys, Ink.FRAME, 1, 0);
    Scale scale = new Scale(low, colors.limit(), false, y + height, y);
    for (Scale.Tick tick : scale.ticks(height > 150 ? 5 : 3, negative)) {
      double at = scale.at(tick.value());
      drawing.line(x + BAR, at, x + BAR + 4, at, Ink.FRAME, 1);
      drawing.text(x + BAR + 8, at + 4, tick.text(), Heading.SMALL, Anchor.START, Ink.MUTED);
    }
    drawing.vertical(x + BAR + 56, y + height / 2, name, Heading.SMALL, Ink.TEXT);
  }
}
