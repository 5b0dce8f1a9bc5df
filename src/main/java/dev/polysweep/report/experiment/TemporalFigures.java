package dev.polysweep.report.experiment;

import dev.polysweep.metric.psi.Psi;
import dev.polysweep.report.chart.CurveOverlay;
import dev.polysweep.report.chart.CurveOverlay.Moment;
import dev.polysweep.report.chart.CurveOverlay.Span;
import dev.polysweep.report.chart.CurvePlot;
import dev.polysweep.report.chart.IntervalPlot;
import dev.polysweep.report.chart.IntervalPlot.Line;
import dev.polysweep.report.chart.IntervalPlot.Row;
import dev.polysweep.report.chart.ScatterPlot;
import dev.polysweep.report.draw.Drawing;
import dev.polysweep.report.draw.Figure;
import dev.polysweep.report.draw.FileNames;
import dev.polysweep.report.draw.Ink;
import dev.polysweep.report.draw.Numbers;
import dev.polysweep.report.page.ReportInput;
import dev.polysweep.table.SeedCurve;
import dev.polysweep.table.row.ContrastRow;
import dev.polysweep.table.row.CurveRow;
import dev.polysweep.table.row.EventSummaryRow;
import dev.polysweep.table.row.SummaryRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes the figures of the temporal experiment's page. */
final class TemporalFigures {

  static final String PSI = "psi";
  static final String EFFECT = "effectiveness";
  static final String EFFECT_LATER = "effectiveness_later";

  /** The metrics whose trajectories are figures. */
  static final List<String> TRAJECTORIES = List.of(PSI, "clustering", "interference", "mixing");

  private static final String VAL_MSE = "val_mse";
  private static final int MOST = 64;

  private final ReportInput input;
  private final FileNames names;
  private final List<String> labels;

  TemporalFigures(ReportInput input, FileNames names) {
    this.input = input;
    this.names = names;
    labels = input.facts().labels();
  }

  /**
   * Returns the name of the range in which a PSI value lies: {@code good}, {@code moderate} or
   * {@code high}.
   */
  static String band(double psi) {
    return psi > Psi.HIGH ? "high" : psi > Psi.GOOD ? "moderate" : "good";
  }

  /**
   * Returns the name of the range in which the whole interval of a mean PSI lies. It is empty where
   * the interval reaches over a limit, or where there is none: then the data do not decide.
   */
  static Optional<String> decided(SummaryRow row) {
    return Numbers.bounded(row.ci95Low(), row.ci95High())
            && band(row.ci95Low()).equals(band(row.ci95High()))
        ? Optional.of(band(row.mean()))
        : Optional.empty();
  }

  private static Ink ink(SummaryRow row) {
    return switch (decided(row).orElse("")) {
      case "good" -> Ink.GOOD;
      case "moderate" -> Ink.MODERATE;
      case "high" -> Ink.HIGH;
      default -> Ink.DATA;
    };
  }

  /**
   * Makes the figures that compare configurations: final PSI coloured by range, numbers of
   * interventions, and loss against PSI.
   */
  List<Figure> comparison() {
    List<Figure> figures = new ArrayList<>();
    if (labels.size() <= MOST && summaries(PSI).size() > 0) {
      figures.add(finalPsi());
      if (vary("interventions")) {
        figures.add(counts());
      }
      figures.add(lossAgainstPsi());
    }
    return figures;
  }

  /**
   * Makes the figures over epochs: PSI with the limits of its ranges, and each component of PSI in
   * a figure of its own. Interventions and critical periods are marked in all of them.
   */
  List<Figure> trajectories() {
    List<Figure> figures = new ArrayList<>();
    if (labels.size() > MOST) {
      return figures;
    }
    for (String metric : TRAJECTORIES) {
      Map<String, List<CurveRow>> rows =
          input.tables().curves().stream()
              .filter(row -> row.metric().equals(metric))
              .collect(
                  Collectors.groupingBy(CurveRow::label, LinkedHashMap::new, Collectors.toList()));
      if (!rows.isEmpty()) {
        String title = metric.equals(PSI) ? "PSI over training" : "PSI's component " + metric;
        CurvePlot plot =
            new CurvePlot(
                title, metric, labels, rows, input.facts().baseline(), overlay(metric, rows));
        figures.add(
            figure(
                "trajectory_" + metric, title, "by epoch, a panel a configuration", plot.draw()));
      }
    }
    return figures;
  }

  private CurveOverlay overlay(String metric, Map<String, List<CurveRow>> curves) {
    double seeds = Math.max(1, input.facts().seeds());
    Map<String, List<Moment>> moments = new LinkedHashMap<>();
    for (EventSummaryRow row : events("label, epoch", EFFECT)) {
      String[] key = keys(row, 2);
      moments
          .computeIfAbsent(key[0], label -> new ArrayList<>())
          .add(new Moment(Integer.parseInt(key[1]), row.seeds() / seeds));
    }
    double half = interval(curves) / 2;
    Map<String, List<Span>> spans = new LinkedHashMap<>();
    for (EventSummaryRow row : events("label, start_epoch, end_epoch", "peak_gradient")) {
      String[] key = keys(row, 3);
      double from = Integer.parseInt(key[1]) - half;
      double to = Integer.parseInt(key[2]) + half;
      spans
          .computeIfAbsent(key[0], label -> new ArrayList<>())
          .add(new Span(from, to, row.seeds() / seeds));
    }
    String note =
        (moments.isEmpty() ? "" : "; ticks at the foot: interventions, longer where in more seeds")
            + (spans.isEmpty() ? "" : "; shaded: critical periods, darker where in more seeds");
    return metric.equals(PSI)
        ? new CurveOverlay(
            note + "; lines across: 0.5 and 1",
            List.of(Psi.GOOD, Psi.HIGH),
            spans,
            moments,
            seeds(metric))
        : new CurveOverlay(note, List.of(), spans, moments, seeds(metric));
  }

  private Map<String, List<SeedCurve>> seeds(String metric) {
    return input.details().curves().stream()
        .filter(curve -> curve.metric().equals(metric))
        .collect(Collectors.groupingBy(SeedCurve::label));
  }

  /** Returns the number of epochs between two measurements. */
  private static double interval(Map<String, List<CurveRow>> curves) {
    List<CurveRow> rows = curves.values().iterator().next();
    return rows.size() < 2 ? 1 : rows.get(1).epoch() - rows.get(0).epoch();
  }

  /**
   * Makes the figures on interventions: their effect by policy and kind, their effect by epoch, and
   * the difference of each configuration from its control arm.
   */
  List<Figure> interventions() {
    List<Figure> figures = new ArrayList<>();
    for (String metric : List.of(EFFECT, EFFECT_LATER)) {
      String when = metric.equals(EFFECT) ? "at once" : "three measurements later";
      byKind(metric, when).ifPresent(figures::add);
      byTiming(metric, when).ifPresent(figures::add);
    }
    for (String metric : List.of(PSI, EFFECT, EFFECT_LATER)) {
      againstControl(metric).ifPresent(figures::add);
    }
    return figures;
  }

  /** Whether interventions of the policy placebo are among those that the figures show. */
  boolean placebo() {
    return events("policy, kind", EFFECT).stream()
        .anyMatch(row -> keys(row, 2)[0].equals("placebo"));
  }

  private Optional<Figure> byKind(String metric, String when) {
    List<Row> rows = new ArrayList<>();
    for (EventSummaryRow row : events("policy, kind", metric)) {
      String[] key = keys(row, 2);
      String text =
          row.mean() == null
              ? "no value"
              : Numbers.withInterval(row.mean(), row.ci95Low(), row.ci95High());
      rows.add(
          new Row(
              key[0] + ": " + key[1] + ", " + row.count() + " in all",
              row.mean(),
              row.ci95Low(),
              row.ci95High(),
              null,
              text,
              false,
              key[0].equals("placebo")));
    }
    String title = "Effect of interventions " + when + ", by policy and kind";
    String note =
        "share by which PSI fell: mean over seeds of each seed’s mean, all configurations of a"
            + " policy together, with its 95 % interval";
    return rows.isEmpty()
        ? Optional.empty()
        : Optional.of(
            figure(
                metric + "_by_kind",
                title,
                "by policy and kind",
                new IntervalPlot(title, note, metric, rows, new Line(0, false), true).draw()));
  }

  private Optional<Figure> byTiming(String metric, String when) {
    Map<String, List<CurveRow>> curves = new LinkedHashMap<>();
    for (EventSummaryRow row : events("policy, kind, epoch", metric)) {
      String[] key = keys(row, 3);
      if (row.n() > 1) {
        String arm = key[0] + ": " + key[1];
        int epoch = Integer.parseInt(key[2]);
        curves
            .computeIfAbsent(arm, name -> new ArrayList<>())
            .add(
                new CurveRow(
                    arm, "", epoch, metric, row.n(), row.mean(), row.ci95Low(), row.ci95High()));
      }
    }
    curves.values().removeIf(rows -> rows.size() < 2);
    if (curves.isEmpty()) {
      return Optional.empty();
    }
    String title = "Effect of interventions " + when + ", against their epoch";
    CurveOverlay zero =
        new CurveOverlay("; line across: no effect", List.of(0.0), Map.of(), Map.of());
    List<String> arms = List.copyOf(curves.keySet());
    CurvePlot plot = new CurvePlot(title, metric, arms, curves, null, zero);
    return Optional.of(
        figure(metric + "_by_epoch", title, "by epoch, a panel a policy and kind", plot.draw()));
  }

  private Optional<Figure> againstControl(String metric) {
    List<ContrastRow> contrasts =
        input.tables().controls().stream().filter(row -> row.metric().equals(metric)).toList();
    if (contrasts.isEmpty() || contrasts.size() > MOST) {
      return Optional.empty();
    }
    List<Row> rows =
        contrasts.stream()
            .map(
                row ->
                    new Row(
                        row.label(),
                        row.delta(),
                        row.ci95Low(),
                        row.ci95High(),
                        null,
                        Numbers.withInterval(row.delta(), row.ci95Low(), row.ci95High()),
                        row.pHolm() == null || row.pHolm() >= 0.05,
                        false))
            .toList();
    String title = metric + " against placebo";
    String note =
        "difference from the placebo arm that is otherwise the same, paired by seed, with its 95 %"
            + " interval; filled: p < 0.05 after Holm over the arms of one placebo";
    IntervalPlot plot =
        new IntervalPlot(title, note, "difference in " + metric, rows, new Line(0, false), true);
    return Optional.of(figure("placebo_" + metric, title, "by configuration", plot.draw()));
  }

  private Figure finalPsi() {
    List<Row> rows =
        labels.stream()
            .map(
                label ->
                    input
                        .tables()
                        .summary(label, PSI)
                        .map(
                            row ->
                                new Row(
                                    label,
                                    row.mean(),
                                    row.ci95Low(),
                                    row.ci95High(),
                                    null,
                                    estimate(row)
                                        + decided(row).map(range -> " " + range).orElse(""),
                                    false,
                                    false,
                                    ink(row)))
                        .orElseGet(
                            () -> new Row(label, null, null, null, null, "no value", false, false)))
            .toList();
    String title = "Final PSI by band";
    String note =
        "mean over seeds with its 95 % interval; where all of it lies in one range, green: good,"
            + " ochre: moderate, red: high; line: 1, chance";
    IntervalPlot plot = new IntervalPlot(title, note, PSI, rows, new Line(Psi.HIGH, false), false);
    return figure("final_psi", title, "by configuration", plot.draw());
  }

  /** Whether a metric differs between some cells; a figure of a constant would show nothing. */
  private boolean vary(String metric) {
    return summaries(metric).stream()
            .flatMap(row -> Stream.of(row.min(), row.max()))
            .distinct()
            .count()
        > 1;
  }

  private Figure counts() {
    List<Row> rows =
        summaries("interventions").stream()
            .map(
                row ->
                    new Row(
                        row.label(),
                        row.mean(),
                        row.ci95Low(),
                        row.ci95High(),
                        null,
                        estimate(row),
                        false,
                        input.facts().isBaseline(row.label())))
            .toList();
    String title = "Interventions a run";
    IntervalPlot plot =
        new IntervalPlot(
            title, "mean over seeds with its 95 % interval", "interventions", rows, null, false);
    return figure("intervention_counts", title, "by configuration", plot.draw());
  }

  private Figure lossAgainstPsi() {
    List<ScatterPlot.Point> points = new ArrayList<>();
    for (SummaryRow psi : summaries(PSI)) {
      input
          .tables()
          .summary(psi.label(), VAL_MSE)
          .ifPresent(
              loss ->
                  points.add(
                      new ScatterPlot.Point(psi.label(), psi.mean(), loss.mean(), ink(psi))));
    }
    String title = "Loss against PSI";
    ScatterPlot plot =
        new ScatterPlot(
            title,
            "means over seeds; colours as in the figure of final PSI",
            "psi at the end",
            "val_mse at the end",
            points);
    return figure("loss_against_psi", title, "a dot a configuration", plot.draw());
  }

  private static String estimate(SummaryRow row) {
    return Numbers.plusMinus(row.mean(), row.ci95Low(), row.ci95High());
  }

  private List<SummaryRow> summaries(String metric) {
    return labels.stream()
        .flatMap(label -> input.tables().summary(label, metric).stream())
        .filter(row -> Double.isFinite(row.mean()))
        .toList();
  }

  private List<EventSummaryRow> events(String keys, String metric) {
    return events(input.tables(), keys, metric);
  }

  /**
   * Returns the rows of one metric for one way of grouping events.
   *
   * @param keys the names by which events are grouped, separated by a comma and a space
   */
  static List<EventSummaryRow> events(ReportInput.Tables tables, String keys, String metric) {
    return tables.events().stream()
        .filter(row -> row.keys().equals(keys) && row.metric().equals(metric))
        .toList();
  }

  /**
   * Splits the text of a group into the values of its keys. Values are separated by a comma and a
   * space; only the first value, a label, may itself contain this separator.
   *
   * @param count number of keys
   */
  static String[] keys(EventSummaryRow row, int count) {
    String[] parts = new String[count];
    String rest = row.group();
    for (int i = count - 1; i > 0; i--) {
      int at = rest.lastIndexOf(", ");
      parts[i] = rest.substring(at + 2);
      rest = rest.substring(0, at);
    }
    parts[0] = rest;
    return parts;
  }

  private Figure figure(String name, String title, String how, Drawing drawing) {
    return new Figure(names.of(name), title, title + ", " + how + ".", drawing);
  }
}
