package dev.polysweep.report.compare;

import dev.polysweep.report.chart.IntervalPlot;
import dev.polysweep.report.compare.Comparison.LabelDifference;
import dev.polysweep.report.draw.Escape;
import dev.polysweep.report.draw.Figure;
import dev.polysweep.report.draw.FileNames;
import dev.polysweep.report.draw.Numbers;
import dev.polysweep.report.draw.PngWriter;
import dev.polysweep.report.draw.SvgWriter;
import dev.polysweep.report.page.ConfigurationTable;
import dev.polysweep.report.page.HtmlPage;
import dev.polysweep.report.page.HtmlTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A comparison as a page with figures. */
public final class ComparisonPage {

  /** Greatest number of configurations of a figure; those that differ most are drawn. */
  private static final int DRAWN = 40;

  private final Comparison comparison;
  private final List<Figure> figures = new ArrayList<>();

  /** Makes the page. Nothing is written before {@link #write} is called. */
  public ComparisonPage(Comparison comparison) {
    this.comparison = comparison;
    FileNames names = new FileNames();
    comparison.labels().stream()
        .map(LabelDifference::metric)
        .distinct()
        .forEach(metric -> figures.add(figure(names.of("difference-" + metric), metric)));
  }

  /**
   * Writes {@code compare.html} and its figures. Where Java finds no fonts, as in minimal
   * containers, the figures have no PNGs.
   *
   * @param folder the folder, which is created if needed
   * @return the path of the page
   * @throws IOException if a file cannot be written
   */
  public Path write(Path folder) throws IOException {
    Path pictures = Files.createDirectories(folder.resolve("figures"));
    boolean png = PngWriter.obstacle().isEmpty();
    for (Figure figure : figures) {
      Files.writeString(pictures.resolve(figure.name() + ".svg"), SvgWriter.document(figure));
      if (png) {
        Files.write(pictures.resolve(figure.name() + ".png"), PngWriter.png(figure.drawing()));
      }
    }
    return Files.writeString(folder.resolve("compare.html"), html(), StandardCharsets.UTF_8);
  }

  /** Returns the page as HTML. */
  String html() {
    HtmlPage page =
        new HtmlPage(
            comparison.a().name() + " and " + comparison.b().name(),
            String.format(
                Locale.ROOT,
                "Two results of the experiment %s: A is %s (%,d cells), B is %s (%,d cells).",
                comparison.experiment(),
                comparison.a().folder(),
                comparison.a().cells(),
                comparison.b().folder(),
                comparison.b().cells()));
    page.section("differences", "What differs", differences());
    page.section("metrics", "Metrics of matching cells", metrics());
    if (!figures.isEmpty()) {
      page.section("configurations", "By configuration", configurations());
    }
    return page.html();
  }

  private String differences() {
    ConfigurationTable table = ComparisonTables.differences(comparison);
    return table.rows().isEmpty()
        ? "<p>Their settings and their origins are the same.</p>\n"
        : html("Settings and origins that the two do not share.", table, false);
  }

  private String metrics() {
    String counts =
        "<p>"
            + Escape.xml(ComparisonTables.counts(comparison) + " " + comparison.matching())
            + "</p>\n";
    return comparison.matched() == 0
        ? counts
        : counts
            + html(
                "Means over the matching cells, and the mean of B − A with Student’s 95 % interval:"
                    + " averaged over the configurations of a seed, then paired by seed. Largest: the"
                    + " greatest difference of a pair. The same: pairs equal to the last bit.",
                ComparisonTables.metrics(comparison), true);
  }

  private String configurations() {
    StringBuilder out = new StringBuilder();
    for (Figure figure : figures) {
      // The tabindex lets a keyboard user scroll a figure that is wider than the page.
      out.append("<figure tabindex=\"0\">\n")
          .append(SvgWriter.inline(figure))
          .append("</figure>\n");
    }
    return out
        + html(
            "B − A by configuration, paired by seed, with Student’s 95 % interval.",
            ComparisonTables.labels(comparison, Integer.MAX_VALUE), true);
  }

  private static String html(String caption, ConfigurationTable of, boolean numeric) {
    HtmlTable table = new HtmlTable(caption, of.headers(), numeric);
    of.rows().forEach(row -> table.row(row, false));
    return table.html();
  }

  private Figure figure(String name, String metric) {
    List<LabelDifference> all =
        comparison.labels().stream().filter(row -> row.metric().equals(metric)).toList();
    List<LabelDifference> largest =
        all.stream().sorted((x, y) -> Double.compare(size(y), size(x))).limit(DRAWN).toList();
    List<IntervalPlot.Row> rows =
        all.stream().filter(largest::contains).map(ComparisonPage::row).toList();
    String title = metric + ": B − A";
    String left =
        all.size() > DRAWN
            ? String.format(
                Locale.ROOT, "; the %d of %,d configurations that differ most", DRAWN, all.size())
            : "";
    IntervalPlot plot =
        new IntervalPlot(
            title,
            "dots: mean over seeds, bars: 95 % interval" + left,
            "difference of " + metric,
            rows,
            new IntervalPlot.Line(0, false),
            true);
    return new Figure(
        name, title, title + " by configuration; the table has the same numbers", plot.draw());
  }

  private static double size(LabelDifference row) {
    double delta = Math.abs(row.contrast().delta());
    return Double.isFinite(delta) ? delta : -1;
  }

  private static IntervalPlot.Row row(LabelDifference of) {
    Double delta = Double.isFinite(of.contrast().delta()) ? of.contrast().delta() : null;
    return new IntervalPlot.Row(
        of.label(),
        delta,
        of.contrast().ci95Low(),
        of.contrast().ci95High(),
        null,
        delta == null ? Numbers.NONE : ComparisonTables.difference(of.contrast()),
        false,
        false);
  }
}
