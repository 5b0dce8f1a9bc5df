package dev.polysweep.report.page;

import dev.polysweep.report.draw.Figure;
import dev.polysweep.report.draw.SvgWriter;
import dev.polysweep.table.row.ContrastRow;
import dev.polysweep.table.row.NullRow;
import dev.polysweep.table.row.SummaryRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Makes the notebook of a results folder, as a start for a reader's own analysis. Its tables and
 * figures are stored in it, so that they are seen without running anything. Run again, it needs
 * pandas and either pyarrow or DuckDB, and says which is missing. Its paths are relative to the
 * results folder, in which it must lie.
 */
final class ReportNotebook {

  /** Greatest number of figures that are stored; the folder {@code figures} has all of them. */
  private static final int FIGURES = 24;

  private static final String SETUP =
      """
      # Needs pandas, and pyarrow or duckdb; run it in the results folder.
      from importlib.util import find_spec
      from pathlib import Path


      def have(module):
          return find_spec(module) is not None


      if not have("pandas"):
          raise ImportError("pandas is missing: pip install pandas")
      if not (have("pyarrow") or have("duckdb")):
          raise ImportError("pyarrow and duckdb are missing, one is needed: pip install pyarrow")

      import pandas as pd
      from IPython.display import SVG

      results = Path(".")


      def table(name):
          if have("pyarrow"):
              return pd.read_parquet(results / name, engine="pyarrow")
          import duckdb

          files = sorted(str(file) for file in (results / name).rglob("part-*"))
          return duckdb.sql(f"select * from read_parquet({files}, union_by_name = true)").df()


      cells = table("cells")
      cells["status"].value_counts().to_frame("cells")
      """;

  private static final String CURVES =
      """
      # A figure of your own needs matplotlib.
      if have("matplotlib"):
          curves = table("curves")
          for phase, rows in curves[curves["metric"] == "loss"].groupby("phase"):
              wide = rows.pivot(index="epoch", columns="label", values="mean")
              wide.plot(logy=True, title=phase, ylabel="loss")
      else:
          print("matplotlib is missing: pip install matplotlib")
      """;

  private final ReportInput input;
  private final List<Figure> figures;

  /**
   * @param input the results
   * @param figures the figures of the report, whose files lie in the folder {@code figures}
   */
  ReportNotebook(ReportInput input, List<Figure> figures) {
    this.input = input;
    this.figures = figures;
  }

  /** Returns the notebook as the contents of its file. */
  String json() {
    Notebook notebook = new Notebook();
    notebook.markdown(
        "# "
            + oneLine(input.facts().name())
            + "\n\n"
            + oneLine(input.facts().summary())
            + "\n\nTables and figures below are stored; running the cells makes them again.");
    if (!input.findings().isEmpty()) {
      notebook.markdown(
          input.findings().stream()
              .map(finding -> "- " + oneLine(finding.text()))
              .collect(Collectors.joining("\n", "## What it found\n\n", "")));
    }
    notebook.code(SETUP, status());
    means(notebook);
    contrasts(notebook);
    nulls(notebook);
    figures(notebook);
    notebook.markdown("## Over training").code(CURVES);
    return notebook.json();
  }

  private Map<String, String> status() {
    NotebookTable table = new NotebookTable(List.of("status", "cells"));
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("ok", input.facts().done());
    counts.put("diverged", input.facts().diverged());
    counts.put("failed", input.facts().failed());
    counts.forEach(
        (status, cells) -> {
          if (cells > 0) {
            table.row(List.of(status, cells));
          }
        });
    return table.output();
  }

  private void means(Notebook notebook) {
    List<String> metrics = input.shownMetrics();
    List<String> headers = new ArrayList<>(List.of("label"));
    headers.addAll(metrics);
    NotebookTable table = new NotebookTable(headers);
    for (String label : input.facts().labels()) {
      List<Object> row = new ArrayList<>(List.of(label));
      metrics.forEach(
          m -> row.add(input.tables().summary(label, m).map(SummaryRow::mean).orElse(null)));
      table.row(row);
    }
    String names = metrics.stream().map(ReportNotebook::quoted).collect(Collectors.joining(", "));
    notebook.markdown("## Means by configuration");
    notebook.code(
        "headline = ["
            + names
            + "]\nsummary = table(\"summary\")\n"
            + "means = summary.pivot(index=\"label\", columns=\"metric\", values=\"mean\")\n"
            + "means.reindex(index=summary[\"label\"].unique(), columns=headline)"
            + head(input.facts().labels().size()),
        table.output());
  }

  private void contrasts(Notebook notebook) {
    String metric =
        input.shownMetrics().stream()
            .filter(
                m -> input.tables().contrasts().stream().anyMatch(row -> row.metric().equals(m)))
            .findFirst()
            .orElse(null);
    if (metric == null) {
      return;
    }
    List<ContrastRow> rows =
        input.tables().contrasts().stream().filter(row -> row.metric().equals(metric)).toList();
    NotebookTable table =
        new NotebookTable(List.of("label", "n", "delta", "ci95_low", "ci95_high", "p_holm"));
    for (ContrastRow row : rows) {
      table.row(
          Arrays.asList(
              row.label(), row.n(), row.delta(), row.ci95Low(), row.ci95High(), row.pHolm()));
    }
    notebook.markdown("## Against the baseline, paired by seed");
    notebook.code(
        "metric = "
            + quoted(metric)
            + "\ncontrasts = table(\"contrasts\")\n"
            + "chosen = contrasts[(contrasts[\"metric\"] == metric)"
            + " & (contrasts[\"baseline\"] == "
            + quoted(rows.get(0).baseline())
            + ")]\n"
            + "chosen.set_index(\"label\")[[\"n\", \"delta\", \"ci95_low\", \"ci95_high\","
            + " \"p_holm\"]]"
            + head(rows.size()),
        table.output());
  }

  private void nulls(Notebook notebook) {
    List<NullRow> rows = input.tables().nulls();
    if (rows.isEmpty()) {
      return;
    }
    NotebookTable table =
        new NotebookTable(
            List.of("label", "metric", "mean_z", "ci95_low", "ci95_high", "p_less", "p_more"));
    for (NullRow row : rows) {
      table.row(
          Arrays.asList(
              row.label(),
              row.metric(),
              row.meanZ(),
              row.ci95Low(),
              row.ci95High(),
              row.pLess(),
              row.pMore()));
    }
    notebook.markdown("## Against chance");
    notebook.code(
        "nulls = table(\"nulls\").set_index(\"label\")\n"
            + "nulls[[\"metric\", \"mean_z\", \"ci95_low\", \"ci95_high\", \"p_less\","
            + " \"p_more\"]]"
            + head(rows.size()),
        table.output());
  }

  private void figures(Notebook notebook) {
    if (figures.isEmpty()) {
      return;
    }
    int left = figures.size() - FIGURES;
    notebook.markdown(
        "## Figures"
            + (left > 0
                ? "\n\nThe first " + FIGURES + "; the folder `figures` has " + left + " more."
                : ""));
    for (Figure figure : figures.subList(0, Math.min(FIGURES, figures.size()))) {
      Map<String, String> output = new LinkedHashMap<>();
      output.put("image/svg+xml", SvgWriter.document(figure));
      output.put("text/plain", figure.alt());
      notebook.code("SVG(filename=\"figures/" + figure.name() + ".svg\")", output);
    }
  }

  /** Python that shows as many rows as are stored. */
  private static String head(int rows) {
    return rows > NotebookTable.ROWS ? ".head(" + NotebookTable.ROWS + ")" : "";
  }

  /**
   * Puts a text on one line and escapes it so that Markdown shows every character of it literally.
   */
  private static String oneLine(String text) {
    return text.replaceAll("\\s+", " ").replaceAll("([\\\\`*_{}\\[\\]<>#|!])", "\\\\$1");
  }

  /** Returns a text as a string literal of Python. */
  private static String quoted(String text) {
    return '"'
        + text.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\p{Cntrl}", " ")
        + '"';
  }
}
