package dev.polysweep.report.feature;

import dev.polysweep.report.draw.Escape;
import dev.polysweep.report.draw.Figure;
import dev.polysweep.report.draw.Numbers;
import dev.polysweep.report.draw.SvgWriter;
import dev.polysweep.report.page.HtmlPage;
import dev.polysweep.report.page.HtmlTable;
import dev.polysweep.table.Column;
import dev.polysweep.table.TableSchema;
import dev.polysweep.table.row.DictionaryRow;
import dev.polysweep.table.row.LabelRow;
import dev.polysweep.table.row.ProbeRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Makes the sections of {@code features.html}. */
final class FeaturePage {

  private static final String BROWSER =
      """
      <noscript><p>The browser needs scripts; the tables features and contexts hold the same.</p></noscript>
      <div class="tools">
      <label>dictionary<select id="dictionary"></select></label>
      <label>search: number, label or token<input id="search" type="search" autocomplete="off"></label>
      <label>sort by<select id="sort">
      <option value="f1">F1, best first</option>
      <option value="purity">purity, largest first</option>
      <option value="entropy">token entropy, most abstract first</option>
      <option value="density">density, largest first</option>
      <option value="-density">density, smallest first</option>
      <option value="max">largest activation</option>
      <option value="stability">stability</option>
      <option value="n">number</option>
      </select></label>
      <label>show<select id="show">
      <option value="alive">alive</option>
      <option value="good">F1 of 0.9 and more</option>
      <option value="pure">purity of 0.9 and more</option>
      <option value="ultra">ultra-low density</option>
      <option value="dead">dead</option>
      <option value="all">all</option>
      </select></label>
      </div>
      <div class="pages"><button id="before" type="button">previous</button>\
      <button id="after" type="button">next</button>\
      <p class="count" id="count" role="status"></p></div>
      <div class="browser" id="parts">
      <div class="list"><div class="scroll" tabindex="0" role="region" aria-label="Features">
      <table class="numbers"><thead><tr><th scope="col">feature</th><th scope="col" class="label">label</th>\
      <th scope="col">F1</th><th scope="col">purity</th><th scope="col">density</th><th scope="col">largest</th></tr></thead>
      <tbody id="rows"></tbody></table></div></div>
      <div class="detail" id="detail" role="region" aria-label="The chosen feature"></div>
      </div>
      <div id="maps" hidden>
      <h3>Map of decoder directions</h3>
      <p>The first two principal components of the decoder’s rows at unit length; colours: the language that a\
       feature answers to best. What the list leaves out is pale. A dot leads to its feature.</p>
      <canvas id="map" role="img" aria-label="Map of decoder directions; the list has the same features"></canvas>
      <ul id="legend"></ul>
      </div>
      """;

  private final FeatureReport.Input input;
  private final DictionaryRow first;
  private final FeatureFigures figures;

  FeaturePage(FeatureReport.Input input) {
    this.input = input;
    first = input.dictionaries().get(0);
    figures = new FeatureFigures(input);
  }

  /** Returns all figures of the page. */
  List<Figure> figures() {
    List<Figure> all = new ArrayList<>(List.of(figures.densities()));
    all.addAll(figures.monosemanticity());
    figures.labels().ifPresent(all::add);
    all.addAll(figures.curves());
    return all;
  }

  /** Returns the whole page as HTML. */
  String html() {
    HtmlPage page =
        new HtmlPage(
            "Features of " + first.dictionary(),
            String.format(
                Locale.ROOT,
                "What %,d features answer to, over %,d tokens of %,d documents.",
                first.features(),
                first.tokens(),
                first.documents()));
    page.header(header());
    page.section("browser", "Feature browser", browser());
    page.section("dictionaries", "Dictionaries", dictionaries());
    page.section("densities", "Densities", inline(List.of(figures.densities())));
    if (!figures.monosemanticity().isEmpty()) {
      page.section("monosemanticity", "Monosemanticity", inline(figures.monosemanticity()));
    }
    figures.labels().ifPresent(figure -> page.section("labels", "Labels", labels(figure)));
    List<Figure> curves = figures.curves();
    if (!curves.isEmpty()) {
      page.section("curves", "Sparsity and quality", inline(curves));
    }
    page.section("glossary", "Tables and their columns", glossary());
    page.section("inputs", "Inputs", inputs());
    page.script("features.js", "features.css", FeatureJson.of(input));
    return page.html();
  }

  private String header() {
    StringBuilder out = new StringBuilder("<dl class=\"facts\">\n");
    fact(out, "features", String.format(Locale.ROOT, "%,d", first.features()));
    fact(out, "dead", String.format(Locale.ROOT, "%,d", first.dead()));
    fact(out, "ultra-low density", String.format(Locale.ROOT, "%,d", first.ultraLowDensity()));
    fact(out, "l0", Numbers.value(first.l0()));
    fact(out, "explained variance", quality(first.explainedVariance()));
    fact(out, "loss recovered", quality(first.lossRecovered()));
    if (first.languagesFound() != null) {
      fact(out, "median purity", number(first.medianPurity()));
      fact(out, "languages found", Integer.toString(first.languagesFound()));
      fact(out, "languages or roles found", Integer.toString(first.languagesOrRolesFound()));
    }
    return out.append("</dl>\n").toString();
  }

  private static void fact(StringBuilder out, String name, String value) {
    out.append("<div><dt>").append(Escape.xml(name)).append("</dt><dd>");
    out.append(Escape.xml(value)).append("</dd></div>\n");
  }

  private String browser() {
    return "<p>A token’s shade is the feature’s activation on it, in tenths of its largest; pointing at"
        + " it shows the value. The token with a frame is the one that the context was chosen for."
        + " Purity stands with the number of tokens that it rests on.</p>\n"
        + BROWSER;
  }

  private String dictionaries() {
    HtmlTable quality =
        new HtmlTable(
            "Sparsity and reconstruction of each dictionary over all tokens.",
            List.of(
                "dictionary",
                "features",
                "dead",
                "ultra-low density",
                "l0",
                "explained variance",
                "loss recovered",
                "against the mean",
                "stability"),
            true);
    HtmlTable meaning =
        new HtmlTable(
            "What features answer to. Purity: median over features of the share of the tokens on which"
                + " one is active that is of its language, and how many features reach 0.9; strongest:"
                + " the same median, of the 1 % of all tokens on which each is most active. F1: median"
                + " of features, each at the language or role that it detects best. Languages, or"
                + " languages by themselves or one of their roles, or all labels, that are detected with"
                + " precision and recall ≥ 0.9; mean F1 of all labels. Square brackets: 95 % interval,"
                + " over features. Whatever is chosen, other documents score it.",
            List.of(
                "dictionary",
                "purity",
                "purity ≥ 0.9",
                "strongest",
                "F1",
                "languages",
                "or roles",
                "labels",
                "their F1"),
            true);
    for (DictionaryRow row : input.dictionaries()) {
      quality.row(
          List.of(
              row.dictionary(),
              String.format(Locale.ROOT, "%,d", row.features()),
              String.format(Locale.ROOT, "%,d", row.dead()),
              String.format(Locale.ROOT, "%,d", row.ultraLowDensity()),
              Numbers.value(row.l0()),
              quality(row.explainedVariance()),
              quality(row.lossRecovered()),
              quality(row.lossRecoveredMean()),
              number(row.stability())),
          false);
      meaning.row(
          List.of(
              row.dictionary(),
              interval(row.medianPurity(), row.medianPurityCi95Low(), row.medianPurityCi95High()),
              interval(row.pure(), row.pureCi95Low(), row.pureCi95High()),
              interval(
                  row.medianStrongestPurity(),
                  row.medianStrongestPurityCi95Low(),
                  row.medianStrongestPurityCi95High()),
              number(row.medianF1()),
              count(row.languagesFound()),
              count(row.languagesOrRolesFound()),
              count(row.labelsFound()),
              number(row.labelF1())),
          false);
    }
    return quality.html() + losses() + (input.labels().isEmpty() ? "" : meaning.html());
  }

  private String losses() {
    if (first.ceClean() == null) {
      return "";
    }
    return "<p>Cross-entropy of next tokens, in nats: "
        + Numbers.value(first.ceClean())
        + " as the model is"
        + Optional.ofNullable(first.ceSpliced())
            .map(
                x -> ", " + Numbers.value(x) + " with the reconstruction in the activation’s place")
            .orElse("")
        + ", "
        + Numbers.value(first.ceMean())
        + " with its mean, "
        + Numbers.value(first.ceZero())
        + " with zeros.</p>\n";
  }

  private String labels(Figure figure) {
    HtmlTable table =
        new HtmlTable(
            "The best feature of each label, and what linear probes detect that were told the labels of"
                + " other documents; scored on documents that chose neither them nor their"
                + " thresholds.",
            List.of("label", "dictionary", "feature", "tokens", "precision", "recall", "F1"),
            true);
    List<DictionaryRow> compared = FeatureReport.compared(input.dictionaries());
    for (LabelRow label : input.labelsOf(first)) {
      for (DictionaryRow dictionary : compared) {
        for (LabelRow row : input.labelsOf(dictionary)) {
          if (row.label().equals(label.label())) {
            table.row(
                List.of(
                    row.label(),
                    row.dictionary(),
                    row.feature() == null ? Numbers.NONE : row.feature().toString(),
                    String.format(Locale.ROOT, "%,d", row.tokens()),
                    number(row.precision()),
                    number(row.recall()),
                    number(row.f1())),
                dictionary == first);
          }
        }
      }
      input.probes().stream()
          .filter(probe -> probe.label().equals(label.label()))
          .forEach(
              probe ->
                  table.row(
                      List.of(
                          probe.label(),
                          name(probe),
                          Numbers.NONE,
                          String.format(Locale.ROOT, "%,d", probe.tokens()),
                          number(probe.precision()),
                          number(probe.recall()),
                          number(probe.f1())),
                      false));
    }
    return inline(List.of(figure)) + detection() + table.html();
  }

  /** What the labels' mean F1 is by the best features, and by probes. */
  private String detection() {
    HtmlTable table =
        new HtmlTable(
            "Mean F1 of labels: of the best feature of each dictionary, and of linear probes for each"
                + " label, which say how much of it a direction can tell at all.",
            List.of("what detects", "languages", "all labels"),
            true);
    for (DictionaryRow row : FeatureReport.compared(input.dictionaries())) {
      table.row(
          List.of(row.dictionary(), number(row.languageF1()), number(row.labelF1())), row == first);
    }
    input.probes().stream()
        .collect(Collectors.groupingBy(FeaturePage::name, LinkedHashMap::new, Collectors.toList()))
        .forEach(
            (name, rows) ->
                table.row(
                    List.of(
                        name,
                        number(
                            ProbeRow.meanF1(
                                rows.stream()
                                    .filter(row -> row.kind().equals(LabelRow.LANGUAGE))
                                    .toList())),
                        number(ProbeRow.meanF1(rows))),
                    false));
    return table.html();
  }

  private static String name(ProbeRow probe) {
    return (probe.control() ? "control " : "") + probe.words();
  }

  private String glossary() {
    StringBuilder out = new StringBuilder();
    for (TableSchema schema : FeatureReport.TABLES) {
      HtmlTable table =
          new HtmlTable(
              "Table " + schema.name() + ": a row is " + schema.row(),
              List.of("column", "type", "meaning", "formula"),
              false);
      for (Column column : schema.columns()) {
        table.row(
            List.of(column.name(), column.type().words(), column.meaning(), column.formula()),
            false);
      }
      out.append(table.html());
    }
    return out.toString();
  }

  private String inputs() {
    HtmlTable table = new HtmlTable("What was analysed.", List.of("what", "value"), false);
    input.inputs().forEach((key, value) -> table.row(List.of(key, value), false));
    return table.html();
  }

  private static String number(Double value) {
    return value == null ? Numbers.NONE : Numbers.value(value);
  }

  /**
   * Writes a quality with four decimal places, because readers look at its small distance from 1.
   */
  private static String quality(Double value) {
    return value == null
        ? Numbers.NONE
        : String.format(Locale.ROOT, "%.4f", value).replace('-', '−');
  }

  private static String count(Integer value) {
    return value == null ? Numbers.NONE : value.toString();
  }

  private static String interval(Double value, Double low, Double high) {
    return value == null ? Numbers.NONE : Numbers.withInterval(value, low, high);
  }

  private static String inline(List<Figure> figures) {
    StringBuilder out = new StringBuilder();
    for (Figure figure : figures) {
      // The tabindex lets a keyboard user scroll a figure that is wider than the page.
      out.append("<figure tabindex=\"0\">\n")
          .append(SvgWriter.inline(figure))
          .append("</figure>\n");
    }
    return out.toString();
  }
}
