package dev.polysweep.report.chart;

import dev.polysweep.report.draw.Drawing;
import dev.polysweep.report.draw.Ink;
import dev.polysweep.table.SeedCurve;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Marks behind the curves of a {@link CurvePlot}: horizontal lines at levels, shaded stretches of
 * epochs, ticks at single epochs, and the curves of single seeds.
 *
 * @param note a text on the meaning of the marks, which is added to the figure's note
 * @param levels values at which a dashed line crosses every panel, in units of the vertical axis
 * @param spans the shaded stretches of each panel, by label
 * @param moments the ticks of each panel, by label
 * @param seeds the curves of single seeds of each panel, by label; they stand in place of the band
 */
public record CurveOverlay(
    String note,
    List<Double> levels,
    Map<String, List<Span>> spans,
    Map<String, List<Moment>> moments,
    Map<String, List<SeedCurve>> seeds) {

  /** An overlay without any marks. */
  static final CurveOverlay NONE = new CurveOverlay("", List.of(), Map.of(), Map.of());

  private static final double SHORTEST = 4;
  private static final double LONGEST = 16;
  private static final double DARKEST = 0.45;

  /**
   * A stretch of epochs that is shaded over the whole height of the panel.
   *
   * @param from epoch at which the stretch begins
   * @param to epoch at which the stretch ends
   * @param share share of the seeds that have this stretch, from 0 to 1; a larger share gives a
   *     darker shade
   */
  public record Span(double from, double to, double share) {}

  /**
   * An epoch that a tick at the foot of the panel marks, such as that of an intervention.
   *
   * @param epoch the marked epoch
   * @param share share of the seeds that have this moment, from 0 to 1; a larger share gives a
   *     longer tick
   */
  public record Moment(double epoch, double share) {}

  /** Makes an overlay without curves of single seeds. */
  public CurveOverlay(
      String note,
      List<Double> levels,
      Map<String, List<Span>> spans,
      Map<String, List<Moment>> moments) {
    this(note, levels, spans, moments, Map.of());
  }

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
    for (SeedCurve seed : seeds.getOrDefault(label, List.of())) {
      double[] xs = Arrays.stream(seed.epochs()).mapToDouble(h::at).toArray();
      double[] ys = Arrays.stream(seed.values()).map(v::at).toArray();
      drawing.polyline(xs, ys, Ink.FRAME, 1, 0);
    }
    for (Moment moment : moments.getOrDefault(label, List.of())) {
      double x = h.at(moment.epoch());
      double length = SHORTEST + (LONGEST - SHORTEST) * moment.share();
      drawing.line(x, v.from(), x, v.from() - length, Ink.TEXT, 1.5);
    }
  }
}
