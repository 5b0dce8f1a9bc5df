package dev.polysweep.report.experiment;

import dev.polysweep.report.chart.SettingCurves;
import dev.polysweep.report.draw.Figure;
import dev.polysweep.report.draw.FileNames;
import dev.polysweep.report.draw.Numbers;
import dev.polysweep.report.page.Details;
import dev.polysweep.report.page.ExperimentPage;
import dev.polysweep.report.page.Finding;
import dev.polysweep.report.page.ReportInput;
import dev.polysweep.report.page.Section;
import dev.polysweep.report.page.Titles;
import dev.polysweep.table.row.SummaryRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The page of the monosemantic experiment, in which sparse autoencoders are trained on data whose
 * true features are known. It shows which sparsity and which architecture recover the features
 * best. {@link SaeFrontier} adds the part on autoencoders that were trained on a transformer's
 * activations.
 */
public final class MonosemanticPage implements ExperimentPage {

  /** The setting that controls the sparsity of an architecture, by the name of the architecture. */
  private static final Map<String, String> STRENGTH =
      Map.of(
          "l1", "sae_l1_coefficient",
          "topk", "sae_k",
          "batch_topk", "sae_k",
          "jumprelu", "sae_l0_coefficient");

  private static final String ARCHITECTURE = "sae_architecture";
  private static final String EXPANSION = "sae_expansion";
  private static final List<String> SHOWN = List.of("mmcs", "f1", "l0");

  @Override
  public String experiment() {
    return "monosemantic";
  }

  /** Describes the best configuration of each architecture, if one can be told from another. */
  @Override
  public List<Finding> findings(ReportInput.Tables tables, Details details) {
    Map<String, SummaryRow> best = new TreeMap<>();
    Map<String, Integer> tried = new TreeMap<>();
    String metric = measure(details);
    for (String label : details.labels()) {
      tried.merge(details.text(label, ARCHITECTURE), 1, Integer::sum);
      tables
          .summary(label, metric)
          .filter(row -> Double.isFinite(row.mean()))
          .ifPresent(
              row ->
                  best.merge(
                      details.text(label, ARCHITECTURE),
                      row,
                      (a, b) -> b.mean() > a.mean() ? b : a));
    }
    List<Finding> findings = new ArrayList<>();
    best.entrySet().stream()
        .sorted(Comparator.comparingDouble(e -> -e.getValue().mean()))
        .forEach(
            e ->
                findings.add(
                    Finding.of(
                        sentence(
                            e.getKey(), tried.get(e.getKey()), e.getValue(), tables, details))));
    findings.addAll(SaeClaims.findings(tables, details));
    findings.addAll(SaeFrontier.findings(tables, details));
    return findings;
  }

  /**
   * Returns the name of the metric that ranks the configurations. It is mmcs, or mcc if some
   * configuration has fewer latents than there are features.
   */
  private static String measure(Details details) {
    boolean narrow =
        details.labels().stream()
            .anyMatch(
                label -> {
                  double latents = details.number(label, "sae_d_sae");
                  double expanded =
                      details.number(label, EXPANSION) * details.number(label, "data_d_in");
                  return (Double.isNaN(latents) ? expanded : latents)
                      < details.number(label, "data_n_features");
                });
    return narrow ? "mcc" : "mmcs";
  }

  private static String sentence(
      String architecture, int tried, SummaryRow best, ReportInput.Tables tables, Details details) {
    String metric = best.metric();
    String seeds = " over " + best.n() + (best.n() == 1 ? " seed" : " seeds");
    List<SummaryRow> others =
        details.labels().stream()
            .filter(label -> !label.equals(best.label()))
            .filter(label -> details.text(label, ARCHITECTURE).equals(architecture))
            .flatMap(label -> tables.summary(label, metric).stream())
            .toList();
    if (tried > 1 && others.stream().noneMatch(row -> isWorse(row, best))) {
      return "The "
          + tried
          + " configurations of "
          + architecture
          + " cannot be told apart by their mean "
          + metric
          + seeds
          + ".";
    }
    String more =
        List.of("mmcs", "mcc", "f1", "latent_f1", "l0").stream()
            .filter(name -> !name.equals(metric))
            .flatMap(name -> tables.summary(best.label(), name).stream())
            .map(row -> ", " + row.metric() + " " + said(row))
            .collect(Collectors.joining());
    return (tried > 1
            ? "Highest mean "
                + metric
                + " of "
                + architecture
                + seeds
                + ": "
                + new Titles(details).of(best.label())
                + ", "
            : architecture + seeds + ": ")
        + metric
        + " "
        + said(best)
        + more
        + "."
        + reached(others, best);
  }

  /** Whether a configuration's interval lies below that of the best one. */
  private static boolean isWorse(SummaryRow row, SummaryRow best) {
    return row.ci95High() != null && best.ci95Low() != null && row.ci95High() < best.ci95Low();
  }

  /**
   * Returns how many other configurations of an architecture may be as good as the best: those
   * whose interval reaches the best mean, or that have none.
   */
  private static String reached(List<SummaryRow> others, SummaryRow best) {
    long reach =
        others.stream()
            .filter(row -> row.ci95High() == null || row.ci95High() >= best.mean())
            .count();
    return reach == 0
        ? ""
        : reach == 1
            ? " The interval of 1 other configuration reaches its mean."
            : " The intervals of " + reach + " other configurations reach its mean.";
  }

  private static String said(SummaryRow row) {
    return Numbers.withInterval(row.mean(), row.ci95Low(), row.ci95High());
  }

  @Override
  public List<Section> sections(ReportInput input, FileNames names) {
    List<Figure> figures = new ArrayList<>();
    for (String architecture : List.of("l1", "topk", "batch_topk", "jumprelu")) {
      curves(input, architecture)
          .ifPresent(plot -> figures.add(figure(names.of("sparsity_" + architecture), plot)));
    }
    List<Section> sections = new ArrayList<>();
    if (!figures.isEmpty()) {
      sections.add(
          new Section(
              "sparsity",
              "How sparse",
              "How well the dictionary matches the true features at each strength of the setting that"
                  + " makes codes sparse. mmcs and f1 are 1 where it is the truth.",
              figures));
    }
    SaeFrontier.curves(input)
        .ifPresent(
            plot ->
                sections.add(
                    new Section(
                        "frontier",
                        "How much with how few",
                        "More variance explained with fewer active latents is better: further up,"
                            + " and to the left. Nobody knows a transformer's true features, so"
                            + " there is nothing else to compare with here.",
                        List.of(figure(names.of("explained_l0"), plot)))));
    List<Figure> scaling = new ArrayList<>();
    SaeScaling.overTokens(input)
        .ifPresent(plot -> scaling.add(figure(names.of("scaling_tokens"), plot)));
    SaeScaling.overLatents(input)
        .ifPresent(plot -> scaling.add(figure(names.of("scaling_latents"), plot)));
    if (!scaling.isEmpty()) {
      sections.add(
          new Section(
              "scaling",
              "With more tokens and more latents",
              "What longer training and a wider dictionary bring. Tokens that a store gives a second"
                  + " time count again.",
              scaling));
    }
    return sections;
  }

  private static Optional<SettingCurves> curves(ReportInput input, String architecture) {
    Details details = input.details();
    String setting = STRENGTH.get(architecture);
    Map<Double, List<String>> byExpansion = new TreeMap<>();
    for (String label : details.labels()) {
      if (!SaeFrontier.is(details, label)
          && details.text(label, ARCHITECTURE).equals(architecture)
          && details.number(label, setting) > 0
          && details.number(label, EXPANSION) > 0) {
        byExpansion
            .computeIfAbsent(details.number(label, EXPANSION), e -> new ArrayList<>())
            .add(label);
      }
    }
    boolean swept =
        byExpansion.values().stream()
            .anyMatch(
                labels ->
                    labels.stream().map(l -> details.number(l, setting)).distinct().count()
                        >= SaeCurves.FEWEST_POINTS);
    if (!swept || byExpansion.size() > SettingCurves.MOST_SERIES) {
      return Optional.empty();
    }
    Map<String, List<String>> lines = new LinkedHashMap<>();
    byExpansion.forEach(
        (expansion, labels) ->
            lines.put("expansion " + Numbers.setting(Double.toString(expansion)), labels));
    List<SettingCurves.Panel> panels =
        new SaeCurves(input.tables(), lines, label -> details.number(label, setting))
            .panels(SHOWN, "l0").stream()
                .filter(
                    panel ->
                        panel.series().stream()
                            .anyMatch(s -> s.points().size() >= SaeCurves.FEWEST_POINTS))
                .toList();
    return panels.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new SettingCurves(
                "Features found against " + setting + " (" + architecture + ")",
                "dots and bars: mean over seeds with its 95 % interval; both axes of l0 are"
                    + " logarithmic",
                setting,
                panels));
  }

  private static Figure figure(String name, SettingCurves plot) {
    return new Figure(name, plot.title(), alt(plot), plot.draw());
  }

  private static String alt(SettingCurves plot) {
    SettingCurves.Panel first = plot.panels().get(0);
    return first.series().stream()
        .map(
            s ->
                s.points().stream()
                    .max(Comparator.comparingDouble(SettingCurves.Point::mean))
                    .map(
                        p ->
                            s.name()
                                + ": largest "
                                + first.metric()
                                + " "
                                + Numbers.value(p.mean())
                                + " at "
                                + Numbers.value(p.at()))
                    .orElse(s.name() + ": no values"))
        .collect(
            Collectors.joining("; ", "Curves of metrics against " + plot.setting() + ". ", "."));
  }
}
