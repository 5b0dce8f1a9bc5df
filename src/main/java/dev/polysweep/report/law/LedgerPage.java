package dev.polysweep.report.law;

import dev.polysweep.report.chart.IntervalPlot;
import dev.polysweep.report.draw.Figure;
import dev.polysweep.report.draw.FileNames;
import dev.polysweep.report.draw.Ink;
import dev.polysweep.report.draw.Numbers;
import dev.polysweep.report.draw.PngWriter;
import dev.polysweep.report.draw.SvgWriter;
import dev.polysweep.report.page.Finding.Verdict;
import dev.polysweep.report.page.HtmlPage;
import dev.polysweep.report.page.HtmlTable;
import dev.polysweep.table.row.LawRow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The ledger of laws as a page: the table, a figure, and the commands that measure it again. */
public final class LedgerPage {

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
    HtmlPage page = new HtmlPage("The ledger of laws", summary(rows));
    page.section("laws", "Laws and measurements", LawTable.html(rows));
    page.section(
        "distances",
        "How far from the prediction",
        "<figure tabindex=\"0\">\n" + SvgWriter.inline(figure) + "</figure>\n");
    page.folded("commands", "To measure it again", commands());
    return page.html();
  }

  /** Returns how many predictions of how many laws hold, in a sentence. */
  public static String summary(List<LawRow> rows) {
    long laws = rows.stream().map(LawRow::law).distinct().count();
    return rows.size() + " predictions of " + laws + " laws: " + counts(rows) + ".";
  }

  /** Returns how many rows have each verdict, in words, the commonest first. */
  private static String counts(List<LawRow> rows) {
    Map<String, Long> counts =
        rows.stream()
            .collect(Collectors.groupingBy(LawRow::verdict, TreeMap::new, Collectors.counting()));
    return counts.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .map(count -> Verdict.of(count.getKey()).counted(count.getValue()))
        .collect(Collectors.joining(", "));
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
      return Numbers.chosen(row.predicted()) + unit;
    }
    if (row.acceptedLow() == null) {
      return "at most " + Numbers.chosen(row.acceptedHigh()) + unit;
    }
    if (row.acceptedHigh() == null) {
      return "at least " + Numbers.chosen(row.acceptedLow()) + unit;
    }
    return Numbers.chosen(row.predicted())
        + " ± "
        + Numbers.chosen(row.acceptedHigh() - row.predicted())
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
    List<IntervalPlot.Row> scaled =
        rows.stream()
            .filter(row -> row.measured() != null && row.acceptedLow() != null)
            .filter(row -> row.acceptedHigh() != null)
            .filter(row -> Numbers.bounded(row.ci95Low(), row.ci95High()))
            .map(
                row ->
                    new IntervalPlot.Row(
                        row.measure()
                            + (several(rows, row, LawRow::law) ? ", " + row.law() : "")
                            + (several(rows, row, LawRow::sweep) ? ", " + row.sweep() : ""),
                        scaled(row, row.measured()),
                        scaled(row, row.ci95Low()),
                        scaled(row, row.ci95High()),
                        null,
                        row.verdict(),
                        false,
                        false,
                        ink(Verdict.of(row.verdict()))))
            .toList();
    String title = "Laws that predict a number";
    return new Figure(
        new FileNames().of("laws"),
        title,
        title + ": the distance of the measured number from the predicted one; the table has all.",
        new IntervalPlot(
                title,
                "dot and bar: measured, with its 95 % interval; −1 to 1 counts as predicted; green: holds,"
                    + " red: does not hold, ochre: in direction only, blue: undecided",
                "distance from the prediction, in tolerances",
                scaled,
                new IntervalPlot.Line(0, false),
                true)
            .draw());
  }

  /** Whether rows that have measured what a row has differ in something. */
  private static boolean several(List<LawRow> rows, LawRow row, Function<LawRow, String> in) {
    return rows.stream()
        .filter(other -> other.measure().equals(row.measure()))
        .anyMatch(other -> !in.apply(other).equals(in.apply(row)));
  }

  private static Ink ink(Verdict verdict) {
    return switch (verdict) {
      case HOLDS -> Ink.GOOD;
      case IN_DIRECTION -> Ink.MODERATE;
      case DOES_NOT_HOLD -> Ink.HIGH;
      case UNDECIDED -> Ink.DATA;
    };
  }

  /** A number by its distance from the prediction, where 1 is the tolerance. */
  private static double scaled(LawRow row, double value) {
    return (value - row.predicted()) / (row.acceptedHigh() - row.predicted());
  }
}
