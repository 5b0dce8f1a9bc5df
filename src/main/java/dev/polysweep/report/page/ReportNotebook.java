package dev.polysweep.report.page;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Makes a Jupyter notebook (nbformat 4.5) that reads the result tables with pandas, as a start for
 * a reader's own analysis. The notebook has no stored outputs, and its paths are relative to the
 * results folder, in which it must lie.
 */
final class ReportNotebook {

  /**
   * A cell of the notebook.
   *
   * @param type {@code markdown} or {@code code}
   * @param source the text of the cell
   */
  private record Cell(String type, String source) {}

  private final ReportInput input;

  ReportNotebook(ReportInput input) {
    this.input = input;
  }

  /** Returns the notebook as the contents of its file. */
  String json() {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.useDefaultPrettyPrinter();
      write(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text + "\n";
  }

  private void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("cells");
    int id = 1;
    for (Cell cell : cells()) {
      json.writeStartObject();
      json.writeStringField("cell_type", cell.type());
      json.writeStringField("id", "cell-" + id++);
      json.writeObjectFieldStart("metadata");
      json.writeEndObject();
      if (cell.type().equals("code")) {
        json.writeNullField("execution_count");
        json.writeArrayFieldStart("outputs");
        json.writeEndArray();
      }
      json.writeStringField("source", cell.source().stripTrailing());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeObjectFieldStart("metadata");
    json.writeObjectFieldStart("kernelspec");
    json.writeStringField("display_name", "Python 3");
    json.writeStringField("language", "python");
    json.writeStringField("name", "python3");
    json.writeEndObject();
    json.writeObjectFieldStart("language_info");
    json.writeStringField("name", "python");
    json.writeEndObject();
    json.writeEndObject();
    json.writeNumberField("nbformat", 4);
    json.writeNumberField("nbformat_minor", 5);
    json.writeEndObject();
  }

  private List<Cell> cells() {
    List<Cell> cells = new ArrayList<>();
    cells.add(
        markdown("# " + oneLine(input.facts().name()) + "\n\n" + oneLine(input.facts().summary())));
    cells.add(
        code(
            """
            # Needs pandas, pyarrow and matplotlib; run it in the results folder.
            from pathlib import Path

            import matplotlib.pyplot as plt
            import pandas as pd

            results = Path(".")

            def table(name):
                return pd.read_parquet(results / name)

            cells = table("cells")
            cells.groupby(["label", "status"]).size().unstack(fill_value=0)
            """));
    cells.add(markdown("## Means and 95 % intervals by configuration"));
    cells.add(
        code(
            """
            summary = table("summary")
            summary.pivot(index="label", columns="metric", values="mean")
            """));
    cells.add(
        code(
            String.format(
                Locale.ROOT,
                """
            metric = %s
            rows = summary[summary.metric == metric].set_index("label")
            half = (rows.ci95_high - rows.ci95_low) / 2
            rows["mean"].plot.barh(xerr=half, xlabel=metric)
            plt.gca().invert_yaxis()
            """,
                quoted(input.headline().isEmpty() ? "loss" : input.headline().get(0)))));
    if (!input.tables().contrasts().isEmpty()) {
      cells.add(markdown("## Against the baseline, paired by seed"));
      cells.add(
          code(
              """
              contrasts = table("contrasts")
              contrasts[contrasts.metric == metric].sort_values("delta_pct")
              """));
    }
    if (!input.tables().nulls().isEmpty()) {
      cells.add(markdown("## Against chance"));
      cells.add(code("table(\"nulls\")"));
    }
    cells.add(markdown("## Over training"));
    cells.add(
        code(
            """
curves = table("curves")
for phase, rows in curves[curves.metric == "loss"].groupby("phase"):
    wide = rows.pivot(index="epoch", columns="label", values="mean")
    wide.plot(logy=True, title=phase, ylabel="loss")
"""));
    if (!input.tables().overlaps().isEmpty()) {
      cells.add(markdown("## Overlap of feature directions, one cell"));
      cells.add(
          code(
              """
              arrays = table("arrays")
              row = arrays[arrays["name"] == "cosine"].iloc[0]
              cosine = row["data"].reshape(row["rows"], row["cols"])
              plt.imshow(cosine, cmap="RdBu_r", vmin=-1, vmax=1)
              plt.colorbar(label="cosine")
              plt.title(f"{row['label']}, seed {row['seed']}");
              """));
    }
    return cells;
  }

  private static Cell markdown(String source) {
    return new Cell("markdown", source);
  }

  private static Cell code(String source) {
    return new Cell("code", source);
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
