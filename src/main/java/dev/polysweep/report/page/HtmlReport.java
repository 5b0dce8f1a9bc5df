package dev.polysweep.report.page;

import dev.polysweep.report.draw.Escape;
import dev.polysweep.report.draw.Figure;
import dev.polysweep.report.explorer.Explorer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Puts {@code report.html} together from its parts, from what the sweep found down to the glossary.
 * {@link HtmlPage} adds the frame of the page around them.
 */
final class HtmlReport {

  private final ReportInput input;
  private final List<Part> parts = new ArrayList<>();

  HtmlReport(ReportInput input, Figures figures) {
    this.input = input;
    ResultParts results = new ResultParts(input, figures);
    mattered(figures.mattered()).ifPresent(parts::add);
    ClaimsPart.of(input, figures.names()).ifPresent(parts::add);
    for (Section section : figures.sections()) {
      String text = "<p>" + Escape.xml(section.text()) + "</p>\n";
      parts.add(
          Part.of(section.id(), section.title(), text, section.figures()).with(section.widgets()));
    }
    if (!input.details().runs().rows().isEmpty()) {
      parts.add(
          Part.of("explorer", "Explore the runs", "", List.of())
              .with(List.of(explorer().widget())));
    }
    parts.addAll(results.all());
    SettingsPart.of(input).ifPresent(parts::add);
    parts.add(Part.folded("metrics", "All metrics", results.allMetrics()));
    parts.addAll(new ReferenceParts(input).all());
  }

  /** Returns all figures of the page. */
  List<Figure> figures() {
    return parts.stream().flatMap(part -> part.figures().stream()).toList();
  }

  /** Returns the whole page as HTML. */
  String html() {
    ReportInput.Facts facts = input.facts();
    HtmlPage page = new HtmlPage(facts.name(), facts.summary());
    page.header(header());
    for (Part part : parts) {
      if (part.folded()) {
        page.folded(part.id(), part.title(), part.body());
      } else {
        page.section(part.id(), part.title(), part.body());
      }
      part.widgets().forEach(page::widget);
    }
    return page.html();
  }

  private Explorer explorer() {
    return new Explorer(
        new SettingTexts(input.details().settings()).shown(),
        input.details().runs(),
        input.headline(),
        input.metrics(),
        input.tables().summary());
  }

  private Optional<Part> mattered(MatteredFigures figures) {
    List<String> sentences = MatteredText.of(input);
    List<Figure> shown = new ArrayList<>();
    figures.shares().ifPresent(shown::add);
    figures.levels().ifPresent(shown::add);
    shown.addAll(figures.maps());
    boolean nothing = sentences.isEmpty() && shown.isEmpty(); // as of a single configuration
    String words = words();
    if (nothing && words.isEmpty()) {
      return Optional.empty();
    }
    StringBuilder text = new StringBuilder("<ul class=\"mattered\">\n");
    sentences.forEach(s -> text.append("<li>").append(Escape.sentence(s)).append("</li>\n"));
    String list = sentences.isEmpty() ? "" : text + "</ul>\n";
    String title = nothing ? "What was measured" : "What mattered";
    return Optional.of(Part.of("mattered", title, list + words, shown));
  }

  /** Says what the headline metrics are, for who reads the first sentences and figures. */
  private String words() {
    StringBuilder words = new StringBuilder();
    for (String metric : input.shownMetrics()) {
      String meaning = input.column(metric).meaning();
      if (!meaning.isEmpty()) {
        words.append("<div><dt>").append(Escape.xml(metric)).append("</dt><dd>");
        words.append(Escape.xml(meaning)).append("</dd></div>\n");
      }
    }
    return words.isEmpty() ? "" : "<dl class=\"words\">\n" + words + "</dl>\n";
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
}
