package dev.polysweep.report.feature;

import dev.polysweep.report.draw.Figure;
import dev.polysweep.report.draw.Ink;
import dev.polysweep.report.draw.PngWriter;
import dev.polysweep.report.draw.SvgWriter;
import dev.polysweep.report.page.TableDocs;
import dev.polysweep.table.ContextRow;
import dev.polysweep.table.DictionaryRow;
import dev.polysweep.table.FeatureRow;
import dev.polysweep.table.LabelRow;
import dev.polysweep.table.TableSchema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes {@code features.html}, its figures and {@code docs/tables.md} beside the tables. */
public final class FeatureReport {

  /** The tables of an analysis. */
  public static final List<TableSchema> TABLES =
      List.of(DictionaryRow.SCHEMA, FeatureRow.SCHEMA, LabelRow.SCHEMA, ContextRow.SCHEMA);

  private static final String READING =
      """
      Each table is a folder of Parquet files. `features` and `feature_labels` join `dictionaries` on `dictionary`;
      `contexts` joins `features` on `dictionary` and `feature`. Undefined values are null.

      With DuckDB: `select * from read_parquet('features/*.parquet')`; with pandas: `pandas.read_parquet('features')`;
      with Polars: `polars.scan_parquet('features')`; with Spark: `spark.read.parquet('features')`.
      """;

  private final Input input;

  /**
   * What an analysis found.
   *
   * @param dictionaries in the order of analysis; the first is the one that can be browsed
   * @param features of all of them
   * @param labels best features of labels, of all of them; empty without ground truth
   * @param contexts of the first dictionary
   * @param intervals into which its activations were cut
   * @param inputs what was analysed, in words, by name
   */
  public record Input(
      List<DictionaryRow> dictionaries,
      List<FeatureRow> features,
      List<LabelRow> labels,
      List<ContextRow> contexts,
      int intervals,
      Map<String, String> inputs) {

    /** The features of a dictionary, by number. */
    List<FeatureRow> featuresOf(DictionaryRow dictionary) {
      return features.stream()
          .filter(row -> row.dictionary().equals(dictionary.dictionary()))
          .toList();
    }

    /** The labels of a dictionary. */
    List<LabelRow> labelsOf(DictionaryRow dictionary) {
      return labels.stream()
          .filter(row -> row.dictionary().equals(dictionary.dictionary()))
          .toList();
    }
  }

  /** A report on an analysis. */
  public FeatureReport(Input input) {
    this.input = input;
  }

  /**
   * Writes it all.
   *
   * @param folder that holds the tables
   * @return the page
   * @throws IOException if a file cannot be written
   */
  public Path write(Path folder) throws IOException {
    Path figures = Files.createDirectories(folder.resolve("figures"));
    Path docs = Files.createDirectories(folder.resolve("docs"));
    FeaturePage page = new FeaturePage(input);
    Path html = folder.resolve("features.html");
    Files.writeString(html, page.html(), StandardCharsets.UTF_8);
    Files.writeString(
        docs.resolve("tables.md"), TableDocs.markdown("the features", READING, TABLES));
    Optional<String> obstacle = PngWriter.obstacle();
    for (Figure figure : page.figures()) {
      Files.writeString(figures.resolve(figure.name() + ".svg"), SvgWriter.document(figure));
      if (obstacle.isEmpty()) {
        Files.write(figures.resolve(figure.name() + ".png"), PngWriter.png(figure.drawing()));
      }
    }
    return html;
  }

  /** The dictionaries that comparisons show, at most four: of each kind the first. */
  static List<DictionaryRow> compared(List<DictionaryRow> all) {
    List<DictionaryRow> chosen = new ArrayList<>();
    for (boolean control : new boolean[] {false, true}) {
      for (String kind : List.of(DictionaryRow.SAE, DictionaryRow.NEURONS)) {
        all.stream()
            .filter(row -> row.control() == control && row.kind().equals(kind))
            .findFirst()
            .ifPresent(chosen::add);
      }
    }
    return chosen;
  }

  /** The colour of a dictionary in comparisons. */
  static Ink ink(DictionaryRow row) {
    boolean sae = row.kind().equals(DictionaryRow.SAE);
    return row.control() ? (sae ? Ink.NULL : Ink.MUTED) : sae ? Ink.DATA : Ink.REFERENCE;
  }
}
