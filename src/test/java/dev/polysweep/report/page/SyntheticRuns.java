package dev.polysweep.report.page;

import dev.polysweep.table.CellValues;
import dev.polysweep.table.Column;
import dev.polysweep.table.RunTable;
import dev.polysweep.table.row.ArrayRow;
import dev.polysweep.table.row.CurveRow;
import dev.polysweep.table.row.SummaryRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Made-up results of any experiment with single runs, for tests of pages. Every value is positive
 * and depends on the first setting and on chance.
 */
final class SyntheticRuns {

  private final String experiment;
  private final List<String> metrics;
  private final Random random = new Random(11);
  private final Map<String, Map<String, Object>> settings = new LinkedHashMap<>();
  private final List<SummaryRow> summary = new ArrayList<>();
  private final List<CurveRow> curves = new ArrayList<>();
  private final List<CellValues> cells = new ArrayList<>();
  private final List<RunTable.Run> runs = new ArrayList<>();
  private final List<ArrayRow> arrays = new ArrayList<>();

  SyntheticRuns(String experiment, List<String> metrics) {
    this.experiment = experiment;
    this.metrics = metrics;
  }

  /** Taming: two settings of two values. */
  static ReportInput taming() {
    SyntheticRuns runs =
        new SyntheticRuns("taming", List.of("interference", "macs", "val_mse", "mmcs"));
    for (String init : List.of("random", "orthogonal")) {
      for (String reg : List.of("l1", "l2")) {
        runs.label(
            init + "_" + reg,
            5,
            Map.of("init", init, "reg", reg, "noise", "bipolar", "act", "relu"));
      }
    }
    return runs.input();
  }

  /** Toy models of five and six features in two dimensions, with their matrices. */
  static ReportInput toy() {
    SyntheticRuns runs =
        new SyntheticRuns(
            "toy",
            List.of("final_loss", "represented_features", "angle_gap_sd", "projection_error"));
    for (int features : new int[] {5, 6}) {
      Map<String, Object> settings = new TreeMap<>();
      settings.put("activation", "relu");
      settings.put("n_features", (long) features);
      settings.put("n_hidden", 2L);
      settings.put("feature_probability", 0.03);
      settings.put("importance_decay", 1.0);
      settings.put("importance", "null");
      String label = Integer.toString(features);
      runs.label(label, 8, settings);
      for (int seed = 0; seed < 8; seed++) {
        runs.arrays.add(
            new ArrayRow(id(label, seed), label, seed, "W", 2, features, polygon(features, 1)));
        float[] steps = new float[5 * 2 * features];
        for (int step = 0; step < 5; step++) {
          float[] w = polygon(features, 0.2 + 0.2 * step);
          System.arraycopy(w, 0, steps, step * w.length, w.length);
        }
        runs.arrays.add(
            new ArrayRow(id(label, seed), label, seed, "W_steps", 5 * 2, features, steps));
      }
    }
    return runs.input();
  }

  /** Temporal: three schedules with their trajectories. */
  static ReportInput temporal() {
    SyntheticRuns runs = new SyntheticRuns("temporal", List.of("psi", "val_mse", "interventions"));
    for (String schedule : List.of("static", "increasing", "pulse")) {
      runs.label(schedule, 3, Map.of("correlation_schedule", schedule, "policy", "none"));
    }
    return runs.input();
  }

  /** Monosemantic: three coefficients at two widths. */
  static ReportInput monosemantic() {
    SyntheticRuns runs = new SyntheticRuns("monosemantic", List.of("mmcs", "f1", "l0"));
    for (double l1 : new double[] {0.01, 0.1, 1}) {
      for (long expansion : new long[] {2, 4}) {
        Map<String, Object> settings = new TreeMap<>();
        settings.put("sae_architecture", "l1");
        settings.put("sae_l1_coefficient", l1);
        settings.put("sae_expansion", expansion);
        settings.put("sae_k", 5L);
        runs.label(l1 + "_" + expansion, 4, settings);
      }
    }
    return runs.input();
  }

  /** A grid of 400 labels at 25 seeds: 10 000 runs with 16 metrics. */
  static ReportInput large() {
    List<String> metrics = new ArrayList<>();
    for (int m = 0; m < 16; m++) {
      metrics.add("metric_" + m);
    }
    SyntheticRuns runs = new SyntheticRuns("none", metrics);
    for (int label = 0; label < 400; label++) {
      Map<String, Object> settings = new LinkedHashMap<>();
      settings.put("hidden", 4L << label % 5);
      settings.put("lr", Math.pow(10, -(label / 5 % 4)));
      settings.put("decay", 0.1 * (label / 20 % 4));
      settings.put("width", (long) (label / 80));
      runs.label("l" + label, 25, settings);
    }
    return runs.input();
  }

  private static String id(String label, long seed) {
    return String.format(
        Locale.ROOT, "%08x%08x", (label + seed).hashCode(), label.hashCode() * 31 + seed);
  }

  /** Corners of a regular polygon as columns of a matrix, as long as {@code length}. */
  static float[] polygon(int corners, double length) {
    float[] w = new float[2 * corners];
    for (int i = 0; i < corners; i++) {
      w[i] = (float) (length * Math.cos(2 * Math.PI * i / corners));
      w[corners + i] = (float) (length * Math.sin(2 * Math.PI * i / corners));
    }
    return w;
  }

  private void label(String label, int seeds, Map<String, Object> of) {
    double size = 1 + settings.size() % 7;
    settings.put(label, of);
    for (String metric : metrics) {
      double half = 0.2 * size;
      summary.add(
          new SummaryRow(
              label,
              metric,
              seeds,
              size,
              half,
              half / 2,
              size - half,
              size + half,
              size,
              0.5 * size,
              2 * size));
      for (int epoch = 10; seeds < 25 && epoch <= 50; epoch += 10) {
        curves.add(
            new CurveRow(label, "train", epoch, metric, seeds, size, size - half, size + half));
      }
    }
    for (int seed = 0; seed < seeds; seed++) {
      Map<String, Double> values = new LinkedHashMap<>();
      metrics.forEach(metric -> values.put(metric, size * (0.5 + random.nextDouble())));
      values.computeIfPresent("represented_features", (m, v) -> (double) (4 + random.nextInt(2)));
      cells.add(new CellValues(label, seed, values));
      runs.add(
          new RunTable.Run(
              id(label, seed),
              label,
              seed,
              "ok",
              metrics.stream().mapToDouble(values::get).toArray()));
    }
  }

  private ReportInput input() {
    List<Column> columns = new ArrayList<>();
    metrics.forEach(metric -> columns.add(Column.metric(metric, "", "a metric", "")));
    List<String> labels = List.copyOf(settings.keySet());
    ReportInput.Tables tables =
        new ReportInput.Tables(summary, List.of(), List.of(), curves, List.of(), List.of());
    Details details =
        new Details(settings, cells, arrays, new RunTable(metrics, runs, runs.size()), List.of());
    int seeds = runs.size() / labels.size();
    return new ReportInput(
        new ReportInput.Facts(
            experiment, experiment, "Made up.", labels, null, seeds, runs.size(), 0, 0, Map.of()),
        tables,
        metrics.subList(0, Math.min(4, metrics.size())),
        columns,
        ExperimentPage.of(experiment).findings(tables, details),
        details,
        List.of(SummaryRow.SCHEMA));
  }
}
