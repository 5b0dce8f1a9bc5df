package dev.polysweep.report.chart;

import dev.polysweep.report.draw.Drawing;
import dev.polysweep.report.draw.Ink;
import dev.polysweep.report.draw.Mark.Anchor;
import dev.polysweep.report.draw.TextMetrics;
import java.util.List;

/**
 * Shows how well the best feature of each dictionary detects each label. Each label has a row, and
 * each dictionary has a dot in it, placed at the F1 score.
 *
 * @param title title of the figure
 * @param note meaning of the dots
 * @param groups the dictionaries, at most four, in the order of the legend
 * @param rows the labels from the top
 */
public record LabelPlot(String title, String note, List<Group> groups, List<Row> rows) {

  /** A dictionary with its name in the legend and the colour of its dots. */
  public record Group(String name, Ink ink) {}

  /**
   * A row of the plot: one label.
   *
   * @param label the name of the label
   * @param values F1 score of the best feature of each dictionary, in the order of the groups; null
   *     for a dictionary that has none
   * @param indented whether the label is a role within the language whose row precedes it
   */
  public record Row(String label, List<Double> values, boolean indented) {}

  private static final double ROW = 23;
  private static final double LABELS = 230;

  /** Draws the figure. */
  public Drawing draw() {
    Heading heading = new Heading(title, note, Heading.WIDTH - 2 * Heading.MARGIN);
    double left = Heading.MARGIN + LABELS;
    double right = Heading.WIDTH - Heading.MARGIN - 14;
    double top = heading.bottom() + 34;
    double bottom = top + rows.size() * ROW;
    Drawing drawing = new Drawing(Heading.WIDTH, bottom + 56);
    heading.draw(drawing);
    legend(drawing, heading.bottom() + 8);
    for (int i = 1; i < rows.size(); i += 2) {
      double width = Heading.WIDTH - 2 * Heading.MARGIN;
      drawing.rect(Heading.MARGIN, top + i * ROW, width, ROW, Ink.STRIPE);
    }
    Scale h = new Scale(0, 1, false, left, right);
    for (Scale.Tick tick : h.spaced(10, false)) {
      double x = h.at(tick.value());
      drawing.line(x, top, x, bottom, Ink.GRID, 1);
      drawing.text(x, bottom + 18, tick.text(), Heading.SMALL, Anchor.MIDDLE, Ink.MUTED);
    }
    drawing.line(left, bottom, right, bottom, Ink.FRAME, 1);
    for (int i = 0; i < rows.size(); i++) {
      row(drawing, rows.get(i), h, top + (i + 0.5) * ROW);
    }
    String axis = "F1 of the best feature, on documents that did not choose it";
    drawing.text((left + right) / 2, bottom + 42, axis, 12.5, Anchor.MIDDLE, Ink.TEXT);
    return drawing;
  }

  private void legend(Drawing drawing, double y) {
    double x = Heading.MARGIN + LABELS;
    for (Group group : groups) {
      drawing.dot(x + 6, y, 4.5, group.ink(), group.ink());
      String name = TextMetrics.fit(group.name(), 12.5, 165);
      drawing.text(x + 16, y + 4.5, name, 12.5, Anchor.START, Ink.TEXT);
      x += 34 + TextMetrics.width(name, 12.5);
    }
  }

  private void row(Drawing drawing, Row row, Scale h, double y) {
    double start = Heading.MARGIN + (row.indented() ? 22 : 4);
    String label = TextMetrics.fit(row.label(), 12.5, LABELS - 40);
    if (row.indented()) {
      drawing.text(start, y + 4.5, label, 12, Anchor.START, Ink.MUTED);
    } else {
      drawing.bold(start, y + 4.5, label, 12.5, Anchor.START, Ink.TEXT);
    }
    for (int g = groups.size() - 1; g >= 0; g--) { // so that the first are on top
      Double value = row.values().get(g);
      if (value != null) {
        Ink ink = groups.get(g).ink();
        drawing.dot(h.at(value), y, 4.5, g == 0 ? ink : Ink.PAPER, ink);
      }
    }
  }
}
