package dev.polysweep.report.page;

import dev.polysweep.report.draw.Figure;
import dev.polysweep.report.draw.Numbers;
import dev.polysweep.table.row.EffectRow;
import dev.polysweep.table.row.NullRow;
import java.util.ArrayList;
import java.util.List;

/**
 * The parts of the page that every experiment has: the results of each configuration, compared with
 * the baseline, with chance and by factor, the overlap of directions, and the course of training.
 */
final class ResultParts {

  /** Greatest number of configurations of which all metrics are shown. */
  private static final int MOST_READ = 64;

  private final ReportInput input;
  private final Figures figures;

  ResultParts(ReportInput input, Figures figures) {
    this.input = input;
    this.figures = figures;
  }

  /** Returns the parts for which the sweep has results, in the order of the page. */
  List<Part> all() {
    List<Part> parts = new ArrayList<>();
    parts.add(Part.of("results", "Results by configuration", results(), figures.estimates()));
    if (!input.tables().contrasts().isEmpty()) {
      parts.add(
          Part.of(
              "contrasts", "Against the baseline", contrasts(), figures.differences().contrasts()));
    }
    if (!input.tables().nulls().isEmpty()) {
      parts.add(Part.of("nulls", "Against chance", nulls(), List.of()));
    }
    if (!input.tables().effects().isEmpty()) {
      parts.add(
          Part.of("effects", "Effects of the factors", effects(), figures.differences().effects()));
    }
    List<Figure> overlaps = figures.overlaps().overview();
    if (!overlaps.isEmpty()) {
      parts.add(Part.of("overlaps", "Overlap of feature directions", "", overlaps));
    }
    List<Figure> curves = figures.curves();
    if (!curves.isEmpty()) {
      parts.add(Part.of("curves", "Over training", "", curves));
    } else if (!input.tables().curves().isEmpty()) {
      String text =
          "<p>There are too many configurations for a panel each; the table curves has the means"
              + " and intervals of every logged epoch.</p>\n";
      parts.add(Part.of("curves", "Over training", text, List.of()));
    }
    return parts;
  }

  private String results() {
    List<String> constant = input.shownMetrics().stream().filter(input::constant).toList();
    String caption =
        "Mean ± half width of the 95 % interval over seeds, made for the range of the"
            + " metric (glossary), or the interval itself where it is skewed. z: distance from the mean"
            + " of the null in its standard deviations. Δ%: paired difference from the baseline in"
            + " per cent of the baseline’s mean. Square brackets: 95 % interval."
            + (constant.isEmpty()
                ? ""
                : " The same everywhere, so without a figure: "
                    + String.join(", ", constant)
                    + ".");
    return table(caption, ConfigurationTable.leading(input));
  }

  private String contrasts() {
    String caption =
        "Difference from "
            + figures.title(input.facts().baseline())
            + " in per cent of its mean, paired by seed, with its 95 % interval; p of the paired t"
            + " test after Holm over the configurations within one metric. constant: the same difference"
            + " in every seed. Smallest Δ% found: the smallest true difference that this number of"
            + " seeds would have shown with a chance of 80 %.";
    return table(caption, ConfigurationTable.contrasts(input));
  }

  /** Returns tables of all metrics of every configuration, unless those are too many to be read. */
  String allMetrics() {
    int labels = input.facts().labels().size();
    if (labels > MOST_READ) {
      return "<p>Tables of "
          + labels
          + " configurations are not shown; the table summary has every metric of each.</p>\n";
    }
    StringBuilder out = new StringBuilder();
    for (ConfigurationTable rows : ConfigurationTable.allMetrics(input)) {
      List<String> headers = rows.headers();
      String caption =
          "From "
              + headers.get(1)
              + " to "
              + headers.get(headers.size() - 1)
              + ": mean ± half width of the 95 % interval over seeds, or the interval where it is"
              + " skewed.";
      out.append(table(caption, rows));
    }
    return out.toString();
  }

  private String table(String caption, ConfigurationTable rows) {
    HtmlTable table = new HtmlTable(caption, rows.headers(), true);
    for (List<String> row : rows.rows()) {
      String label = row.get(0);
      List<String> titled = new ArrayList<>(row);
      titled.set(0, figures.title(label));
      table.row(titled, input.facts().isBaseline(label));
    }
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
              figures.title(row.label()),
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
                + " within one metric. constant: the same change in every seed.",
            List.of("effect", "metric", "n", "change [95 %]", "change in % [95 %]", "p", "p Holm"),
            true);
    for (EffectRow row : input.tables().effects()) {
      boolean constant = DifferenceFigures.constant(row);
      String change =
          constant ? "constant" : Numbers.withInterval(row.delta(), row.ci95Low(), row.ci95High());
      String percent =
          constant || row.deltaPct() == null
              ? Numbers.NONE
              : Numbers.withInterval(row.deltaPct(), row.pctCi95Low(), row.pctCi95High());
      table.row(
          List.of(
              DifferenceFigures.effectName(row),
              row.metric(),
              Long.toString(row.n()),
              change,
              percent,
              Numbers.p(row.p()),
              Numbers.p(row.pHolm())),
          false);
    }
    return table.html();
  }
}
