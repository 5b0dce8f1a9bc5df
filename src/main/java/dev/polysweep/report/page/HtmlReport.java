package dev.polysweep.report.page;

import dev.polysweep.report.chart.Heading;
import dev.polysweep.report.draw.Escape;
import dev.polysweep.report.draw.Figure;
import dev.polysweep.report.draw.Numbers;
import dev.polysweep.report.draw.SvgWriter;
import dev.polysweep.report.explorer.Explorer;
import dev.polysweep.report.explorer.Widget;
import dev.polysweep.table.Column;
import dev.polysweep.table.EffectRow;
import dev.polysweep.table.NullRow;
import dev.polysweep.table.TableSchema;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes the sections of {@code report.html}, from the findings down to the glossary. {@link
 * HtmlPage} adds the frame of the page around them.
 */
final class HtmlReport {

  private final ReportInput input;
  private final List<Section> sections;
  private final List<Figure> estimates;
  private final List<Figure> contrasts;
  private final List<Figure> effects;
  private final List<Figure> overlaps;
  private final List<Figure> curves;

  HtmlReport(ReportInput input, Figures figures) {
    this.input = input;
    this.sections = figures.sections();
    this.estimates = figures.estimates();
    this.contrasts = figures.contrasts();
    this.effects = figures.effects();
    this.overlaps = figures.overlapOverview();
    this.curves = figures.curves();
  }

  /** Returns all figures of the page. */
  List<Figure> figures() {
    return Stream.concat(
            sections.stream().map(Section::figures),
            Stream.of(estimates, contrasts, effects, overlaps, curves))
        .flatMap(List::stream)
        .toList();
  }

  /** Returns the whole page as HTML. */
  String html() {
    ReportInput.Facts facts = input.facts();
    HtmlPage page = new HtmlPage(facts.name(), facts.summary());
    page.header(header());
    if (!input.findings().isEmpty()) {
      page.section("findings", "Findings", findings());
    }
    for (Section section : sections) {
      page.section(
          section.id(),
          section.title(),
          "<p>"
              + Escape.xml(section.text())
              + "</p>\n"
              + inline(section.figures())
              + section.widgets().stream().map(Widget::html).collect(Collectors.joining()));
      section.widgets().forEach(page::widget);
    }
    if (!input.details().runs().rows().isEmpty()) {
      Widget explorer = explorer().widget();
      page.section("explorer", "Explore the runs", explorer.html());
      page.widget(explorer);
    }
    page.section("results", "Results by configuration", results());
    if (!input.tables().contrasts().isEmpty()) {
      page.section("contrasts", "Against the baseline", contrasts());
    }
    if (!input.tables().nulls().isEmpty()) {
      page.section("nulls", "Against chance", nulls());
    }
    if (!input.tables().effects().isEmpty()) {
      page.section("effects", "Effects of the factors", effects());
    }
    if (!overlaps.isEmpty()) {
      page.section("overlaps", "Overlap of feature directions", inline(overlaps));
    }
    if (!curves.isEmpty()) {
      page.section("curves", "Over training", inline(curves));
    }
    page.section("metrics", "All metrics", allMetrics());
    if (!input.metrics().isEmpty()) {
      page.section("glossary", "Glossary", glossary());
    }
    page.section("tables", "Tables and their columns", tables());
    page.section("provenance", "Provenance", provenance());
    return page.html();
  }

  private Explorer explorer() {
    return new Explorer(
        input.details().settings(),
        input.details().runs(),
        input.headline(),
        input.metrics(),
        input.tables().summary());
  }

  private String header() {
    ReportInput.Facts facts = input.facts();
    return "<dl class=\"facts\">\n"
        + fact("experiment", facts.experiment(), false)
        + fact("configurations", Integer.toString(facts.labels().size()), false)
        + fact("seeds", Integer.toString(facts.seeds()), false)
        + fact("cells done", Long.toString(facts.done()), false)
        + fact("diverged", Long.toString(facts.diverged()), facts.diverged() > 0)
        + fact("failed", Long.toString(facts.failed()), facts.failed() > 0)
        + "</dl>\n";
  }

  private static String fact(String name, String value, boolean warn) {
    return (warn ? "<div class=\"warn\">" : "<div>")
        + "<dt>"
        + Escape.xml(name)
        + "</dt><dd>"
        + Escape.xml(value)
        + "</dd></div>\n";
  }

  private String findings() {
    StringBuilder out = new StringBuilder("<ul class=\"findings\">\n");
    for (Finding finding : input.findings()) {
      out.append("<li>");
      if (!finding.claim().isEmpty()) {
        out.append("<p class=\"claim\">").append(Escape.xml(finding.claim())).append("</p>");
      }
      out.append("<p>").append(Escape.xml(finding.measured())).append("</p>");
      if (finding.verdict() != null) {
        out.append("<p><span class=\"verdict ").append(finding.verdict().slug()).append("\">");
        out.append(Escape.xml(finding.verdict().words())).append("</span></p>");
      }
      out.append("</li>\n");
    }
    return out + "</ul>\n";
  }

  private String results() {
    String caption =
        "Mean ± half width of the 95 % interval over seeds (Student t). z: distance from the mean"
            + " of the null in its standard deviations. Δ%: paired difference from the baseline in"
            + " per cent of the baseline’s mean. Square brackets: 95 % interval.";
    return table(caption, ConfigurationTable.leading(input)) + inline(estimates);
  }

  private String contrasts() {
    String caption =
        "Difference from "
            + input.facts().baseline()
            + " in per cent of its mean, paired by seed, with its 95 % interval; p of the paired t"
            + " test after Holm over the configurations within one metric.";
    return table(caption, ConfigurationTable.contrasts(input)) + inline(contrasts);
  }

  private String table(String caption, ConfigurationTable rows) {
    HtmlTable table = new HtmlTable(caption, rows.headers(), true);
    rows.rows().forEach(row -> table.row(row, input.facts().isBaseline(row.get(0))));
    return table.html();
  }

  private String nulls() {
    HtmlTable table =
        new HtmlTable(
            "Metrics against their null distribution. p less and p more: chance, were the null"
                + " true, of values as small or smaller, as large or larger, combined over seeds"
                + " (Stouffer).",
            List.of(
                "configuration",
                "metric",
                "null",
                "draws",
                "n",
                "null mean",
                "null sd",
                "z [95 %]",
                "p less",
                "p more"),
            true);
    for (NullRow row : input.tables().nulls()) {
      table.row(
          List.of(
              row.label(),
              row.metric(),
              row.method(),
              Long.toString(row.draws()),
              Long.toString(row.n()),
              Numbers.value(row.nullMean()),
              Numbers.value(row.nullSd()),
              Numbers.withInterval(row.meanZ(), row.ci95Low(), row.ci95High()),
              Numbers.p(row.pLess()),
              Numbers.p(row.pMore())),
          input.facts().isBaseline(row.label()));
    }
    return table.html();
  }

  private String effects() {
    HtmlTable table =
        new HtmlTable(
            "Main effects and two-way interactions: change of the mean from the first level to the"
                + " second, averaged over the other factors; p of the paired t test, and after Holm"
                + " within one metric.",
            List.of("effect", "metric", "n", "change [95 %]", "change in % [95 %]", "p", "p Holm"),
            true);
    for (EffectRow row : input.tables().effects()) {
      String percent =
          row.deltaPct() == null
              ? Numbers.NONE
              : Numbers.withInterval(row.deltaPct(), row.pctCi95Low(), row.pctCi95High());
      table.row(
          List.of(
              Figures.effectName(row),
              row.metric(),
              Long.toString(row.n()),
              Numbers.withInterval(row.delta(), row.ci95Low(), row.ci95High()),
              percent,
              Numbers.p(row.p()),
              Numbers.p(row.pHolm())),
          false);
    }
    return table.html() + inline(effects);
  }

  private String allMetrics() {
    return table(
        "Mean ± half width of the 95 % interval over seeds.", ConfigurationTable.allMetrics(input));
  }

  private String provenance() {
    HtmlTable table = new HtmlTable("What made these results.", List.of("what", "value"), false);
    input.facts().provenance().forEach((key, value) -> table.row(List.of(key, value), false));
    return table.html();
  }

  private String glossary() {
    HtmlTable table =
        new HtmlTable("Metrics", List.of("column", "unit", "meaning", "formula"), false);
    for (Column column : input.metrics()) {
      table.row(List.of(column.name(), column.unit(), column.meaning(), column.formula()), false);
    }
    return table.html();
  }

  private String tables() {
    StringBuilder out = new StringBuilder();
    for (TableSchema schema : input.schemas()) {
      HtmlTable table =
          new HtmlTable(
              "Table " + schema.name() + ": a row is " + schema.row(),
              List.of("column", "type", "unit", "meaning", "formula"),
              false);
      for (Column column : schema.columns()) {
        table.row(
            List.of(
                column.name(),
                column.type().words(),
                column.unit(),
                column.meaning(),
                column.formula()),
            false);
      }
      out.append(table.html());
    }
    return out.toString();
  }

  private static String inline(List<Figure> figures) {
    StringBuilder out = new StringBuilder();
    for (Figure figure : figures) {
      // The tabindex lets a keyboard user scroll a figure that is wider than the page.
      boolean narrow = figure.drawing().width() < Heading.WIDTH * 2 / 3;
      out.append(narrow ? "<figure class=\"narrow\">\n" : "<figure tabindex=\"0\">\n");
      out.append(SvgWriter.inline(figure)).append("</figure>\n");
    }
    return out.toString();
  }
}
