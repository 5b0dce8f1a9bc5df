package dev.polysweep.report.terminal;

import dev.polysweep.report.chart.Scale;
import dev.polysweep.report.draw.Numbers;
import java.util.Arrays;

/**
 * A training curve for a terminal: the loss over the epochs. The loss axis is logarithmic if all
 * losses are positive and span more than a factor of ten.
 */
final class LossChart {

  private static final int HEIGHT = 10;
  private static final int LONGEST = 100;

  private final Glyphs glyphs;

  LossChart(Glyphs glyphs) {
    this.glyphs = glyphs;
  }

  /**
   * Returns the chart as lines that end in a line feed.
   *
   * @param epochs the epochs, ascending
   * @param losses {@code [epochs]}; values that are not finite are left out
   * @param width number of columns of the terminal
   */
  String render(int[] epochs, double[] losses, int width) {
    double[] finite = Arrays.stream(losses).filter(Double::isFinite).toArray();
    if (finite.length == 0) {
      return "no finite loss was logged\n";
    }
    double low = Arrays.stream(finite).min().getAsDouble();
    double high = Arrays.stream(finite).max().getAsDouble();
    boolean log = low > 0 && high > 10 * low;
    String top = glyphs.printable(Numbers.value(high));
    String bottom = glyphs.printable(Numbers.value(low));
    int margin = Math.max(top.length(), bottom.length());
    int columns = Math.min(LONGEST, width - margin - 2);
    DotCanvas canvas = new DotCanvas(columns, HEIGHT, glyphs.unicode());
    Scale scale =
        high > low ? new Scale(low, high, log, 0, 1) : new Scale(low, low + 1, false, 0, 1);
    draw(canvas, epochs, losses, scale);
    StringBuilder out = new StringBuilder();
    String[] lines = canvas.lines();
    for (int i = 0; i < lines.length; i++) {
      String label = i == 0 ? top : i == lines.length - 1 ? bottom : "";
      out.append(" ".repeat(margin - label.length())).append(label);
      out.append(glyphs.unicode() ? " │" : " |").append(lines[i]).append('\n');
    }
    String first = String.valueOf(epochs[0]);
    String last = String.valueOf(epochs[epochs.length - 1]);
    int gap = Math.max(1, columns - first.length() - last.length());
    out.append(" ".repeat(margin + 1)).append(glyphs.unicode() ? "└" : "+");
    out.append(glyphs.rule(columns)).append('\n');
    out.append(" ".repeat(margin + 2)).append(first).append(" ".repeat(gap)).append(last);
    return out.append(log ? "\nloss, logarithmic, by epoch\n" : "\nloss by epoch\n").toString();
  }

  private static void draw(DotCanvas canvas, int[] epochs, double[] losses, Scale scale) {
    double span = Math.max(1, epochs[epochs.length - 1] - epochs[0]);
    double beforeX = Double.NaN;
    double beforeY = Double.NaN;
    for (int i = 0; i < epochs.length; i++) {
      double x = (epochs[i] - epochs[0]) / span;
      double y = Double.isFinite(losses[i]) ? scale.at(losses[i]) : Double.NaN;
      if (!Double.isNaN(y)) {
        canvas.dot(x, y);
        if (!Double.isNaN(beforeY)) {
          canvas.line(beforeX, beforeY, x, y);
        }
      }
      beforeX = x;
      beforeY = y;
    }
  }
}
