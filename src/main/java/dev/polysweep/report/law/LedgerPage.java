package dev.polysweep.report.law;

import dev.polysweep.report.chart.IntervalPlot;
import dev.polysweep.report.draw.Figure;
import dev.polysweep.report.draw.FileNames;
import dev.polysweep.report.draw.Numbers;
import dev.polysweep.report.draw.PngWriter;
import dev.polysweep.report.draw.SvgWriter;
import dev.polysweep.report.page.HtmlPage;
import dev.polysweep.report.page.HtmlTable;
import dev.polysweep.table.row.LawRow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The ledger of laws as a page: a figure, the table, and the commands that measure it again. */
public final class LedgerPage {

  private static final List<String> HEADERS =
      List.of("law", "source", "measured of it", "predicted", "measured", "verdict", "seeds");

  private final List<LawRow> rows;
  private final Figure figure;

  /** Makes the page. Nothing is written before {@link #write} is called. */
  public LedgerPage(List<LawRow> rows) {
    this.rows = List.copyOf(rows);
    figure = figure(rows);
  }

  /**
   * Writes {@code ledger.html} and its figure. Where Java finds no fonts, as in minimal containers,
   * the figure has no PNG.
   *
   * @param folder the folder, which is created if needed
   * @return the path of the page
   * @throws IOException if a file cannot be written
   */
  public Path write(Path folder) throws IOException {
    Path pictures = Files.createDirectories(folder.resolve("figures"));
    Files.writeString(pictures.resolve(figure.name() + ".svg"), SvgWriter.document(figure));
    if (PngWriter.obstacle().isEmpty()) {
      Files.write(pictures.resolve(figure.name() + ".png"), PngWriter.png(figure.drawing()));
    }
    return Files.writeString(folder.resolve("ledger.html"), html(), StandardCharsets.UTF_8);
  }

  /** Returns the page as HTML. */
  String html() {
    long laws = rows.stream().map(LawRow::law).distinct().count();
    HtmlPage page =
        new HtmlPage(
            "The ledger of laws",
            rows.size() + " predictions of " + laws + " laws: " + counts(rows) + ".");
    page.section(
        "predictions",
        "Predictions and measurements",
        "<figure tabindex=\"0\">\n" + SvgWriter.inline(figure) + "</figure>\n" + table());
    page.section("commands", "To measure it again", commands());
    return page.html();
  }

  /** Returns how many rows have each verdict, in words, the commonest first. */
  public static String counts(List<LawRow> rows) {
    Map<String, Long> counts =
        rows.stream()
            .collect(Collectors.groupingBy(LawRow::verdict, TreeMap::new, Collectors.counting()));
    return counts.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .map(count -> count.getKey() + ": " + count.getValue())
        .collect(Collectors.joining(", "));
  }

  private String table() {
    HtmlTable table =
        new HtmlTable(
            "What laws predict, and means over seeds with 95 % intervals.", HEADERS, false);
    for (LawRow row : rows) {
      String needed =
          row.seedsNeeded() == null ? "" : " (about " + row.seedsNeeded() + " would decide)";
      table.row(
          List.of(
              row.law(),
              row.source(),
              row.measure(),
              predicted(row),
              measured(row),
              row.verdict(),
              row.seeds() + needed),
          false);
    }
    return table.html();
  }

  private String commands() {
    HtmlTable table = new HtmlTable("Each sweep by itself.", List.of("sweep", "command"), false);
    rows.stream()
        .map(row -> List.of(row.sweep(), row.command()))
        .distinct()
        .forEach(cells -> table.row(cells, false));
    return table.html();
  }

  /** Returns what a row predicts, in words. */
  public static String predicted(LawRow row) {
    String unit = row.unit().isEmpty() ? "" : " " + row.unit();
    if (row.acceptedLow() == null && row.acceptedHigh() == null) {
      return Numbers.value(row.predicted()) + unit;
    }
    if (row.acceptedLow() == null) {
      return "at most " + Numbers.value(row.acceptedHigh()) + unit;
    }
    if (row.acceptedHigh() == null) {
      return "at least " + Numbers.value(row.acceptedLow()) + unit;
    }
    return Numbers.value(row.predicted())
        + " "
        + Numbers.interval(row.acceptedLow(), row.acceptedHigh())
        + unit;
  }

  /** Returns what was measured of a row, with its interval. */
  public static String measured(LawRow row) {
    return row.measured() == null
        ? Numbers.NONE
        : Numbers.withInterval(row.measured(), row.ci95Low(), row.ci95High())
            + (row.unit().isEmpty() ? "" : " " + row.unit());
  }

  private static Figure figure(List<LawRow> rows) {
    Map<String, Set<String>> sweeps = new HashMap<>();
    rows.forEach(
        row -> sweeps.computeIfAbsent(row.measure(), m -> new HashSet<>()).add(row.sweep()));
    List<IntervalPlot.Row> scaled =
        rows.stream()
            .filter(row -> row.measured() != null && row.acceptedLow() != null)
            .filter(row -> row.acceptedHigh() != null)
            .filter(row -> Numbers.bounded(row.ci95Low(), row.ci95High()))
            .map(
                row ->
                    new IntervalPlot.Row(
                        row.measure()
                            + (sweeps.get(row.measure()).size() > 1 ? ", " + row.sweep() : ""),
                        scaled(row, row.measured()),
                        scaled(row, row.ci95Low()),
                        scaled(row, row.ci95High()),
                        null,
                        row.verdict(),
                        false,
                        false))
            .toList();
    String title = "Laws that predict a number";
    return new Figure(
        new FileNames().of("laws"),
        title,
        title + ": the distance of the measured number from the predicted one; the table has all.",
        new IntervalPlot(
                title,
                "dot and bar: measured, with its 95 % interval; −1 to 1 counts as predicted",
                "distance from the prediction, in tolerances",
                scaled,
                new IntervalPlot.Line(0, false),
                true)
            .draw());
  }

  /** A number by its distance from the prediction, where 1 is the tolerance. */
  private static double scaled(LawRow row, double value) {
    return (value - row.predicted()) / (row.acceptedHigh() - row.predicted());
  }
}
