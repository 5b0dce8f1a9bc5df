package dev.polysweep.report.page;

import dev.polysweep.report.chart.IntervalPlot;
import dev.polysweep.report.chart.IntervalPlot.Line;
import dev.polysweep.report.chart.IntervalPlot.Range;
import dev.polysweep.report.chart.IntervalPlot.Row;
import dev.polysweep.report.draw.Escape;
import dev.polysweep.report.draw.Figure;
import dev.polysweep.report.draw.FileNames;
import dev.polysweep.report.draw.Numbers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The part of the page with the experiment's own findings: each claim with what was measured and
 * the verdict, and, where the claim is a number, all of them on strips that show number and
 * interval.
 */
final class ClaimsPart {

  private static final String MEASURED = "measured";
  private static final String MEASURED_PERCENT = "measured (%)";
  private static final String DIFFERENCE = "difference (%)";

  private ClaimsPart() {}

  /** Returns the part; empty if there are no findings. */
  static Optional<Part> of(ReportInput input, FileNames names) {
    if (input.findings().isEmpty()) {
      return Optional.empty();
    }
    StringBuilder out = new StringBuilder("<ul class=\"findings\">\n");
    Finding.byClaim(input.findings()).forEach(findings -> out.append(item(findings)));
    List<Finding.Strip> strips =
        input.findings().stream()
            .flatMap(finding -> finding.strips().stream())
            .filter(strip -> Numbers.bounded(strip.low(), strip.high()))
            .toList();
    List<Figure> figures = new ArrayList<>();
    Map<String, List<Finding.Strip>> axes =
        strips.stream()
            .collect(
                Collectors.groupingBy(ClaimsPart::axis, LinkedHashMap::new, Collectors.toList()));
    axes.forEach((axis, of) -> figures.add(figure(axis, of, axes.size() == 1, names)));
    return Optional.of(Part.of("findings", "Findings", out + "</ul>\n", figures));
  }

  /** Returns what was found of one claim, or one observation. */
  private static String item(List<Finding> findings) {
    StringBuilder out = new StringBuilder("<li>");
    String claim = findings.get(0).claim();
    if (!claim.isEmpty()) {
      out.append("<p class=\"claim\">").append(Escape.xml(claim)).append("</p>");
    }
    for (Finding finding : findings) {
      out.append("<p>").append(Escape.sentence(finding.measured()));
      if (finding.verdict() != null) {
        out.append(" <span class=\"verdict ").append(finding.verdict().slug()).append("\">");
        out.append(Escape.xml(finding.verdict().words())).append("</span>");
      }
      out.append("</p>");
    }
    return out + "</li>\n";
  }

  /** Returns the name of the axis on which a strip stands. */
  private static String axis(Finding.Strip strip) {
    String unit = strip.unit();
    return unit.equals("%")
        ? isDifference(strip) ? DIFFERENCE : MEASURED_PERCENT
        : unit.isEmpty() ? MEASURED : unit;
  }

  /** Says in words what stands on an axis that is not the only one. */
  private static String kind(String axis) {
    return switch (axis) {
      case MEASURED -> "plain numbers";
      case MEASURED_PERCENT -> "in per cent";
      case DIFFERENCE -> "differences in per cent";
      default -> "in " + axis;
    };
  }

  /** Whether no effect would give 0 per cent. */
  private static boolean isDifference(Finding.Strip strip) {
    Prediction claimed = strip.claimed();
    return strip.unit().equals("%") && (claimed.reference() == 0 || claimed.value() == 0);
  }

  private static Figure figure(
      String axis, List<Finding.Strip> strips, boolean alone, FileNames names) {
    boolean differences = strips.stream().allMatch(ClaimsPart::isDifference);
    List<Row> rows = strips.stream().map(ClaimsPart::row).toList();
    String title = "The claims, and what was measured" + (alone ? "" : ", " + kind(axis));
    boolean bands = rows.stream().anyMatch(row -> row.accepted() != null);
    String note =
        "dot and bar: measured, with its 95 % interval; upright tick: claimed"
            + (bands ? "; band: what counts as claimed" : "");
    Line line = differences ? new Line(0, false) : null;
    String alt =
        rows.stream()
            .map(row -> row.label() + " " + row.text())
            .collect(Collectors.joining("; ", "Measured and claimed: ", "."));
    return new Figure(
        names.of("claims"),
        title,
        alt,
        new IntervalPlot(title, note, axis, rows, line, differences).draw());
  }

  private static Row row(Finding.Strip strip) {
    Prediction claimed = strip.claimed();
    Row row =
        new Row(
            strip.name(),
            strip.mid(),
            strip.low(),
            strip.high(),
            claimed.value(),
            Numbers.withInterval(strip.mid(), strip.low(), strip.high())
                + ", claimed "
                + claimed.words(),
            false,
            false);
    return Double.isNaN(claimed.from())
        ? row
        : row.accepting(new Range(claimed.from(), claimed.to()));
  }
}
