package dev.polysweep.report.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.report.draw.Drawing;
import dev.polysweep.report.draw.Figure;
import dev.polysweep.report.draw.FileNames;
import dev.polysweep.report.draw.Ink;
import dev.polysweep.report.draw.Mark;
import dev.polysweep.report.draw.SvgWriter;
import dev.polysweep.report.page.Details;
import dev.polysweep.report.page.ExperimentPage;
import dev.polysweep.report.page.Finding;
import dev.polysweep.report.page.ReportInput;
import dev.polysweep.report.page.Section;
import dev.polysweep.table.RunTable;
import dev.polysweep.table.SeedCurve;
import dev.polysweep.table.row.ContrastRow;
import dev.polysweep.table.row.CurveRow;
import dev.polysweep.table.row.EventSummaryRow;
import dev.polysweep.table.row.SummaryRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TemporalPageTest {

  private static final List<String> LABELS = List.of("placebo, static", "random_time", "manual");

  private static SummaryRow summary(String label, String metric, double mean) {
    return new SummaryRow(
        label, metric, 4, mean, 0.1, 0.05, mean - 0.1, mean + 0.1, mean, mean, mean);
  }

  private static EventSummaryRow event(
      String keys, String group, String metric, Double mean, boolean best) {
    return event(keys, group, metric, mean, 0.001, best);
  }

  private static EventSummaryRow event(
      String keys, String group, String metric, Double mean, double half, boolean best) {
    Double low = mean == null ? null : mean - half;
    Double high = mean == null ? null : mean + half;
    return new EventSummaryRow(
        "interventions", keys, group, metric, 6, 2, 2, mean, 0.1, low, high, best);
  }

  private static ReportInput input() {
    List<SummaryRow> summaries = new ArrayList<>();
    List<CurveRow> curves = new ArrayList<>();
    Map<String, Map<String, Object>> settings = new LinkedHashMap<>();
    for (int i = 0; i < LABELS.size(); i++) {
      String label = LABELS.get(i);
      summaries.add(summary(label, "psi", 0.4 + 0.4 * i));
      summaries.add(summary(label, "val_mse", 0.1 * i));
      summaries.add(summary(label, "interventions", i));
      settings.put(label, Map.of("policy", label.split(",")[0]));
      for (String metric : List.of("psi", "clustering", "interference", "mixing")) {
        for (int epoch = 10; epoch <= 40; epoch += 10) {
          curves.add(new CurveRow(label, "mlp", epoch, metric, 4, 0.9, 0.8, 1.2));
        }
      }
    }
    List<EventSummaryRow> events = new ArrayList<>();
    for (String metric : List.of("effectiveness", "effectiveness_later")) {
      events.add(event("policy, kind", "placebo, weight_reset", metric, 0.01, true));
      events.add(event("policy, kind", "manual, weight_reset", metric, null, false));
      events.add(event("policy, kind, epoch", "manual, weight_reset, 20", metric, 0.2, true));
      events.add(event("policy, kind, epoch", "manual, weight_reset, 30", metric, 0.1, false));
      events.add(event("label, epoch", "placebo, static, 20", metric, 0.1, true));
    }
    events.add(
        event("label, start_epoch, end_epoch", "random_time, 20, 30", "peak_gradient", 0.1, true));
    ContrastRow lower =
        new ContrastRow(
            "random_time",
            "placebo, static",
            "psi",
            4,
            -0.2,
            -0.3,
            -0.1,
            -20.0,
            -30.0,
            -10.0,
            -9.0,
            0.001,
            0.001,
            -2.0);
    ReportInput.Tables tables =
        new ReportInput.Tables(
            summaries, List.of(), List.of(), curves, List.of(), List.of(), events, List.of(lower));
    ReportInput.Facts facts =
        new ReportInput.Facts(
            "t", "temporal", "s", LABELS, "placebo, static", 4, 12, 0, 0, Map.of());
    Details details = new Details(settings, List.of(), List.of());
    return new ReportInput(
        facts,
        tables,
        List.of("psi"),
        List.of(),
        ExperimentPage.of("temporal").findings(tables, details),
        details,
        List.of());
  }

  @Test
  void sectionsAndTheirFigures() {
    List<Section> sections = ExperimentPage.of("temporal").sections(input(), new FileNames());
    assertEquals(
        List.of("comparison", "trajectories", "interventions"),
        sections.stream().map(Section::id).toList());
    assertEquals(
        List.of(
            "final_psi",
            "intervention_counts",
            "loss_against_psi",
            "trajectory_psi",
            "trajectory_clustering",
            "trajectory_interference",
            "trajectory_mixing",
            "effectiveness_by_kind",
            "effectiveness_by_epoch",
            "effectiveness_later_by_kind",
            "effectiveness_later_by_epoch",
            "placebo_psi"),
        sections.stream().flatMap(s -> s.figures().stream()).map(Figure::name).toList());
  }

  @Test
  void finalPsiIsColouredByBand() {
    Figure figure =
        ExperimentPage.of("temporal").sections(input(), new FileNames()).get(0).figures().get(0);
    List<Ink> dots =
        figure.drawing().marks().stream()
            .filter(mark -> mark instanceof Mark.Dot)
            .map(mark -> ((Mark.Dot) mark).stroke())
            .toList();
    assertEquals(List.of(Ink.GOOD, Ink.MODERATE, Ink.HIGH), dots);
  }

  /** An interval that reaches over a limit has no colour and no word. */
  @Test
  void whatTheIntervalDoesNotDecideHasNoBand() {
    ReportInput input = input();
    List<SummaryRow> wide =
        input.tables().summary().stream()
            .map(
                row ->
                    row.metric().equals("psi")
                        ? new SummaryRow(
                            row.label(), "psi", 4, row.mean(), 1.0, 0.5, 0.3, 1.3, 1, 0.3, 1.3)
                        : row)
            .toList();
    ReportInput.Tables tables =
        new ReportInput.Tables(wide, List.of(), List.of(), List.of(), List.of(), List.of());
    ReportInput undecided =
        new ReportInput(
            input.facts(),
            tables,
            List.of("psi"),
            List.of(),
            List.of(),
            input.details(),
            List.of());
    String svg =
        SvgWriter.document(
            ExperimentPage.of("temporal")
                .sections(undecided, new FileNames())
                .get(0)
                .figures()
                .get(0));
    for (String word : List.of(" good<", " moderate<", " high<", "fill-good", "fill-high")) {
      assertFalse(svg.contains(word), word);
    }
  }

  /** Of few seeds each has its line, and no band hides them. */
  @Test
  void trajectoriesOfFewSeedsAreLines() {
    ReportInput input = input();
    List<SeedCurve> curves = new ArrayList<>();
    for (String label : LABELS) {
      for (int seed = 0; seed < 3; seed++) {
        curves.add(
            new SeedCurve(
                label, seed, "psi", new int[] {10, 40}, new double[] {0.9, 0.5 + 0.4 * seed}));
      }
    }
    Details details = input.details();
    ReportInput few =
        new ReportInput(
            input.facts(),
            input.tables(),
            input.headline(),
            List.of(),
            List.of(),
            new Details(details.settings(), List.of(), List.of(), RunTable.NONE, curves),
            List.of());
    List<Figure> figures =
        ExperimentPage.of("temporal").sections(few, new FileNames()).get(1).figures();
    assertEquals(0, bands(figures.get(0)));
    assertEquals(LABELS.size(), bands(figures.get(1)), "of a metric without curves of seeds");
    assertTrue(SvgWriter.document(figures.get(0)).contains("thin: each seed"));
  }

  private static long bands(Figure figure) {
    return figure.drawing().marks().stream()
        .filter(mark -> mark instanceof Mark.Area area && area.fill() == Ink.DATA)
        .count();
  }

  @Test
  void trajectoriesShowInterventionsAndCriticalPeriods() {
    Drawing drawing =
        ExperimentPage.of("temporal")
            .sections(input(), new FileNames())
            .get(1)
            .figures()
            .get(0)
            .drawing();
    long spans =
        drawing.marks().stream()
            .filter(mark -> mark instanceof Mark.Area area && area.fill() == Ink.NULL)
            .count();
    long moments =
        drawing.marks().stream()
            .filter(mark -> mark instanceof Mark.Line line && line.stroke() == Ink.TEXT)
            .count();
    assertEquals(1, spans);
    assertEquals(1, moments, "a label may hold a comma");
  }

  @Test
  void findingsNameBandsControlsAndTiming() {
    List<String> texts = input().findings().stream().map(Finding::text).toList();
    assertEquals(4, texts.size());
    assertTrue(
        texts
            .get(0)
            .contains(
                "good (at most 0.5) in 1, moderate (0.5 to 1) in 1, high (above 1) in 1 of 3"),
        texts.get(0));
    assertTrue(texts.get(1).contains("lower in 1 and higher in 0 of 1"), texts.get(1));
    assertTrue(texts.get(2).contains("weight_reset") && texts.get(2).contains("epoch 20"));
  }

  /** The best of several epochs is not named where another may be as good. */
  @Test
  void timingIsSilentWhereTheIntervalReachesAnotherEpoch() {
    String keys = "policy, kind, epoch";
    List<EventSummaryRow> events =
        List.of(
            event(keys, "manual, noise_injection, 10", "effectiveness", 0.30, 0.1, true),
            event(keys, "manual, noise_injection, 20", "effectiveness", 0.25, 0.1, false));
    ReportInput.Tables tables =
        new ReportInput.Tables(
            List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), events, List.of());
    assertEquals(List.of(), ExperimentPage.of("temporal").findings(tables, Details.NONE));
  }

  @Test
  void aSweepWithoutResultsHasNoSections() {
    ReportInput.Facts facts =
        new ReportInput.Facts("t", "temporal", "s", LABELS, null, 4, 0, 12, 0, Map.of());
    ReportInput.Tables none =
        new ReportInput.Tables(List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
    ReportInput empty = new ReportInput(facts, none, List.of("psi"), List.of(), List.of());
    assertEquals(List.of(), ExperimentPage.of("temporal").sections(empty, new FileNames()));
    assertEquals(List.of(), ExperimentPage.of("temporal").findings(none, Details.NONE));
  }
}
