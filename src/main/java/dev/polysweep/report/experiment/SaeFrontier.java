package dev.polysweep.report.experiment;

import dev.polysweep.report.chart.SettingCurves;
import dev.polysweep.report.draw.Numbers;
import dev.polysweep.report.page.Details;
import dev.polysweep.report.page.Finding;
import dev.polysweep.report.page.ReportInput;
import dev.polysweep.report.page.Titles;
import dev.polysweep.table.row.SummaryRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * The part of the monosemantic page on sparse autoencoders that were trained on a transformer's
 * activations, whose true features are unknown. It shows how much of the variance an autoencoder
 * explains against how many of its latents are active.
 */
final class SaeFrontier {

  private static final String SOURCE = "data_source";
  private static final String STORED = "activations";
  private static final String ARCHITECTURE = "sae_architecture";
  private static final String EXPANSION = "sae_expansion";
  private static final String D_SAE = "sae_d_sae";
  private static final String D_IN = "data_d_in";
  private static final String EXPLAINED = "explained_variance";
  private static final String L0 = "l0";
  private static final String DEAD = "dead_features";
  private static final List<String> SHOWN = List.of(EXPLAINED, DEAD);
  private static final String NONE = ""; // of them is on a logarithmic axis

  /** Values of l0 within this factor are the same. */
  private static final double SAME = 1.02;

  private SaeFrontier() {}

  /** Returns whether a configuration was trained on a transformer's activations. */
  static boolean is(Details details, String label) {
    return details.text(label, SOURCE).equals(STORED);
  }

  /** Describes, for each architecture, the configuration that explains the most variance. */
  static List<Finding> findings(ReportInput.Tables tables, Details details) {
    Map<String, SummaryRow> best = new TreeMap<>();
    for (String label : details.labels()) {
      if (is(details, label)) {
        mean(tables, label, EXPLAINED)
            .ifPresent(
                row ->
                    best.merge(
                        details.text(label, ARCHITECTURE),
                        row,
                        (a, b) -> b.mean() > a.mean() ? b : a));
      }
    }
    return best.entrySet().stream()
        .sorted(Comparator.comparingDouble(e -> -e.getValue().mean()))
        .map(e -> Finding.of(sentence(e.getKey(), e.getValue(), tables, details)))
        .toList();
  }

  private static String sentence(
      String architecture, SummaryRow row, ReportInput.Tables tables, Details details) {
    boolean alone =
        details.labels().stream()
                .filter(label -> details.text(label, ARCHITECTURE).equals(architecture))
                .count()
            == 1;
    String seeds = " over " + row.n() + (row.n() == 1 ? " seed: " : " seeds: ");
    String begin =
        alone
            ? architecture + seeds
            : "Highest mean explained variance of "
                + architecture
                + seeds
                + new Titles(details).of(row.label())
                + ", ";
    return List.of(L0, DEAD).stream()
        .flatMap(
            metric ->
                mean(tables, row.label(), metric).stream().map(r -> ", " + metric + " " + said(r)))
        .collect(Collectors.joining("", begin + EXPLAINED + " " + said(row), "."));
  }

  private static String said(SummaryRow row) {
    return Numbers.withInterval(row.mean(), row.ci95Low(), row.ci95High());
  }

  private static Optional<SummaryRow> mean(ReportInput.Tables tables, String label, String metric) {
    return tables.summary(label, metric).filter(row -> Double.isFinite(row.mean()));
  }

  /**
   * Makes curves over l0 with a line for each combination of architecture and number of latents.
   * The result is empty if all configurations that can be shown have the same l0, or if there are
   * more lines than {@link SettingCurves#MOST_SERIES}.
   */
  static Optional<SettingCurves> curves(ReportInput input) {
    Map<String, List<String>> lines = new TreeMap<>();
    for (String label : input.details().labels()) {
      if (is(input.details(), label)
          && mean(input.tables(), label, EXPLAINED).isPresent()
          && mean(input.tables(), label, L0).filter(row -> row.mean() > 0).isPresent()) {
        String line = line(input.details(), label, latents(input.details(), label), "latents");
        lines.computeIfAbsent(line, l -> new ArrayList<>()).add(label);
      }
    }
    ToDoubleFunction<String> l0 = label -> mean(input.tables(), label, L0).orElseThrow().mean();
    DoubleSummaryStatistics range =
        lines.values().stream().flatMap(List::stream).mapToDouble(l0).summaryStatistics();
    boolean swept = range.getCount() > 1 && range.getMax() > SAME * range.getMin();
    if (!swept || lines.size() > SettingCurves.MOST_SERIES) {
      return Optional.empty();
    }
    return Optional.of(
        new SettingCurves(
            "Variance explained against active latents",
            "dots and bars: mean over seeds with its 95 % interval, at the mean l0; the axis of l0"
                + " is logarithmic",
            L0,
            new SaeCurves(input.tables(), lines, l0).panels(SHOWN, NONE)));
  }

  /** Returns the number of latents of a configuration's autoencoder. */
  static double latents(Details details, String label) {
    double given = details.number(label, D_SAE);
    return Double.isNaN(given)
        ? Math.rint(details.number(label, EXPANSION) * details.number(label, D_IN))
        : given;
  }

  /** Returns the name of a configuration's line, such as {@code topk, 2,048 latents}. */
  static String line(Details details, String label, double size, String unit) {
    return String.format(
        Locale.ROOT, "%s, %,d %s", details.text(label, ARCHITECTURE), (long) size, unit);
  }
}
