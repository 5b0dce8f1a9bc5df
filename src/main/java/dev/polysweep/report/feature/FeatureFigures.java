package dev.polysweep.report.feature;

import dev.polysweep.report.chart.DensityPlot;
import dev.polysweep.report.chart.LabelPlot;
import dev.polysweep.report.chart.ScatterPlot;
import dev.polysweep.report.chart.SharePlot;
import dev.polysweep.report.draw.Figure;
import dev.polysweep.report.draw.Ink;
import dev.polysweep.report.draw.Numbers;
import dev.polysweep.table.row.DictionaryRow;
import dev.polysweep.table.row.FeatureRow;
import dev.polysweep.table.row.LabelRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Makes the figures of a feature analysis. */
final class FeatureFigures {

  private static final int PANELS = 8;

  private final FeatureReport.Input input;
  private final List<DictionaryRow> compared;

  FeatureFigures(FeatureReport.Input input) {
    this.input = input;
    compared = FeatureReport.compared(input.dictionaries());
  }

  Figure densities() {
    Map<String, List<FeatureRow>> panels = new LinkedHashMap<>();
    for (DictionaryRow row : input.dictionaries().stream().limit(PANELS).toList()) {
      panels.put(row.dictionary(), input.featuresOf(row));
    }
    StringBuilder alt = new StringBuilder("Histograms of feature densities.");
    input.dictionaries().stream()
        .limit(PANELS)
        .forEach(
            row ->
                alt.append(
                    String.format(
                        Locale.ROOT,
                        " %s: %d features, %d dead, %d of ultra-low density.",
                        row.dictionary(),
                        row.features(),
                        row.dead(),
                        row.ultraLowDensity())));
    return new Figure(
        "feature-density", "Feature densities", alt.toString(), new DensityPlot(panels).draw());
  }

  /**
   * Makes the figure that shows how well each label is detected. It is empty without ground truth.
   */
  Optional<Figure> labels() {
    if (input.labels().isEmpty()) {
      return Optional.empty();
    }
    List<LabelPlot.Group> groups =
        compared.stream()
            .map(row -> new LabelPlot.Group(row.dictionary(), FeatureReport.ink(row)))
            .toList();
    List<Map<String, LabelRow>> byLabel = new ArrayList<>();
    for (DictionaryRow row : compared) {
      Map<String, LabelRow> all = new LinkedHashMap<>();
      input.labelsOf(row).forEach(label -> all.put(label.label(), label));
      byLabel.add(all);
    }
    List<LabelPlot.Row> rows = new ArrayList<>();
    for (LabelRow label : byLabel.get(0).values()) {
      List<Double> values = new ArrayList<>();
      byLabel.forEach(
          all -> values.add(all.containsKey(label.label()) ? all.get(label.label()).f1() : null));
      boolean role = label.kind().equals(LabelRow.ROLE);
      String name = role ? label.label().substring(label.label().indexOf(':') + 1) : label.label();
      rows.add(new LabelPlot.Row(name, values, role));
    }
    LabelPlot plot =
        new LabelPlot(
            "How well the best feature of each dictionary detects a label",
            "feature and threshold are chosen on one half of the documents, and scored on the other",
            groups,
            rows);
    String alt =
        String.format(
            Locale.ROOT,
            "F1 of the best feature for each of %d labels, for %s; the same numbers are in the table.",
            rows.size(),
            String.join(", ", groups.stream().map(g -> g.name()).toList()));
    return Optional.of(new Figure("label-f1", "Labels", alt, plot.draw()));
  }

  /**
   * Makes the distributions of purity, of the purity of the strongest activations, and of the best
   * F1 score over features. The list is empty without ground truth.
   */
  List<Figure> monosemanticity() {
    if (input.labels().isEmpty()) {
      return List.of();
    }
    return List.of(
        shares(
            "purity",
            "How pure features are",
            "every feature that is active in the measuring half: of the tokens on which it is, the"
                + " share that is of its language",
            "purity",
            FeatureRow::purity),
        shares(
            "strongest-purity",
            "How pure their strongest activations are",
            "the same of the 1 % of all tokens on which each is most active, so that no feature gains"
                + " by being rare",
            "purity of the strongest activations",
            FeatureRow::strongestPurity),
        shares(
            "best-f1",
            "How well single features detect labels",
            "every feature that is alive, at the language or role that it answers to best; one that"
                + " answers to a part of it has a low recall",
            "F1 at its best label",
            FeatureRow::f1));
  }

  private Figure shares(
      String name, String title, String note, String axis, Function<FeatureRow, Double> value) {
    List<SharePlot.Group> groups = new ArrayList<>();
    StringBuilder alt = new StringBuilder(title + ": share of features with at least a given ");
    alt.append(axis).append('.');
    for (DictionaryRow row : compared) {
      double[] values =
          input.featuresOf(row).stream()
              .filter(feature -> value.apply(feature) != null)
              .mapToDouble(value::apply)
              .sorted()
              .toArray();
      groups.add(new SharePlot.Group(row.dictionary(), values, FeatureReport.ink(row)));
      if (values.length > 0) {
        alt.append(" Median of ").append(row.dictionary()).append(": ");
        alt.append(Numbers.value(values[values.length / 2])).append('.');
      }
    }
    return new Figure(name, title, alt.toString(), new SharePlot(title, note, axis, groups).draw());
  }

  /** Makes the figures of quality against l0 if several autoencoders were analysed. */
  List<Figure> curves() {
    List<DictionaryRow> saes =
        input.dictionaries().stream()
            .filter(row -> row.kind().equals(DictionaryRow.SAE) && !row.control())
            .toList();
    List<Figure> figures = new ArrayList<>();
    curve(saes, "explained-variance", "explained variance", DictionaryRow::explainedVariance)
        .ifPresent(figures::add);
    curve(saes, "loss-recovered", "loss recovered", DictionaryRow::lossRecovered)
        .ifPresent(figures::add);
    return figures;
  }

  private static Optional<Figure> curve(
      List<DictionaryRow> saes, String name, String words, Function<DictionaryRow, Double> value) {
    List<ScatterPlot.Point> points =
        saes.stream()
            .filter(row -> value.apply(row) != null)
            .map(
                row ->
                    new ScatterPlot.Point(row.dictionary(), row.l0(), value.apply(row), Ink.DATA))
            .toList();
    if (points.size() < 2) {
      return Optional.empty();
    }
    String title = "Sparsity against " + words;
    ScatterPlot plot =
        new ScatterPlot(
            title, "a dot an autoencoder", "l0, features active a token", words, points);
    return Optional.of(new Figure("l0-" + name, title, title, plot.draw()));
  }
}
