package dev.polysweep.report.chart;

import dev.polysweep.report.draw.Drawing;
import dev.polysweep.report.draw.Ink;
import java.util.List;
import java.util.Map;

/**
 * What a panel of curves shows behind them: levels, stretches of epochs, and moments.
 *
 * @param note what they mean, to be added to the figure's note
 * @param levels values with a line across every panel
 * @param spans by label
 * @param moments by label
 */
public record CurveOverlay(
    String note,
    List<Double> levels,
    Map<String, List<Span>> spans,
    Map<String, List<Moment>> moments) {

  /** Nothing. */
  static final CurveOverlay NONE = new CurveOverlay("", List.of(), Map.of(), Map.of());

  private static final double SHORTEST = 4;
  private static final double LONGEST = 16;
  private static final double DARKEST = 0.45;

  /**
   * A stretch of epochs.
   *
   * @param share of the seeds in which it was there: how dark it is
   */
  public record Span(double from, double to, double share) {}

  /**
   * An epoch at which something happened.
   *
   * @param share of the seeds in which it happened: how long its tick is
   */
  public record Moment(double epoch, double share) {}

  void draw(Drawing drawing, String label, Scale h, Scale v) {
    for (Span span : spans.getOrDefault(label, List.of())) {
      double a = h.at(span.from());
      double b = h.at(span.to());
      double[] xs = {a, b, b, a};
      double[] ys = {v.from(), v.from(), v.to(), v.to()};
      drawing.area(xs, ys, Ink.NULL, Math.min(DARKEST, 0.04 + DARKEST * span.share()));
    }
    for (double level : levels) {
      if (level > v.low() && level < v.high()) {
        drawing.dashed(h.from(), v.at(level), h.to(), v.at(level), Ink.MUTED, 1);
      }
    }
    for (Moment moment : moments.getOrDefault(label, List.of())) {
      double x = h.at(moment.epoch());
      double length = SHORTEST + (LONGEST - SHORTEST) * moment.share();
      drawing.line(x, v.from(), x, v.from() - length, Ink.TEXT, 1.5);
    }
  }
}
