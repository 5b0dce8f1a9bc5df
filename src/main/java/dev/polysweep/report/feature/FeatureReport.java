package dev.polysweep.report.feature;

import dev.polysweep.report.draw.Figure;
import dev.polysweep.report.draw.Ink;
import dev.polysweep.report.draw.PngWriter;
import dev.polysweep.report.draw.SvgWriter;
import dev.polysweep.report.page.TableDocs;
import dev.polysweep.table.TableSchema;
import dev.polysweep.table.row.ContextRow;
import dev.polysweep.table.row.DictionaryRow;
import dev.polysweep.table.row.DirectionRow;
import dev.polysweep.table.row.FeatureRow;
import dev.polysweep.table.row.LabelRow;
import dev.polysweep.table.row.ProbeRow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes the report of a feature analysis beside its tables: {@code features.html}, the figures and
 * {@code docs/tables.md}.
 */
public final class FeatureReport {

  /** Definitions of the tables that a feature analysis writes. */
  public static final List<TableSchema> TABLES =
      List.of(
          DictionaryRow.SCHEMA,
          FeatureRow.SCHEMA,
          LabelRow.SCHEMA,
          ProbeRow.SCHEMA,
          DirectionRow.SCHEMA,
          ContextRow.SCHEMA);

  private static final String READING =
      """
      Each table is a folder of Parquet files. `features`, `feature_labels` and `directions` join `dictionaries` on `dictionary`;
      `contexts` joins `features` on `dictionary` and `feature`; `label_probes` joins `feature_labels` on `label`. Undefined values are null.

      With DuckDB: `select * from read_parquet('features/*.parquet')`; with pandas: `pandas.read_parquet('features')`;
      with Polars: `polars.scan_parquet('features')`; with Spark: `spark.read.parquet('features')`.
      """;

  private final Input input;

  /**
   * The results of a feature analysis.
   *
   * @param dictionaries the dictionaries in the order of analysis
   * @param features the features of all dictionaries
   * @param labels for each dictionary and label the feature that detects the label best; empty
   *     without ground truth
   * @param probes for each model and label what probes detect that were told the labels; empty
   *     without ground truth
   * @param directions where the decoders' directions point, of all dictionaries
   * @param contexts contexts in which features are active
   * @param intervals number of intervals of equal width into which the range from 0 to a feature's
   *     largest activation is divided
   * @param inputs what was analysed, in words, by the name of the input
   */
  public record Input(
      List<DictionaryRow> dictionaries,
      List<FeatureRow> features,
      List<LabelRow> labels,
      List<ProbeRow> probes,
      List<DirectionRow> directions,
      List<ContextRow> contexts,
      int intervals,
      Map<String, String> inputs) {

    /** Returns the features of a dictionary, ordered by number. */
    List<FeatureRow> featuresOf(DictionaryRow dictionary) {
      return features.stream()
          .filter(row -> row.dictionary().equals(dictionary.dictionary()))
          .toList();
    }

    /** Returns the labels of a dictionary. */
    List<LabelRow> labelsOf(DictionaryRow dictionary) {
      return labels.stream()
          .filter(row -> row.dictionary().equals(dictionary.dictionary()))
          .toList();
    }
  }

  /** Makes a report on the given results. Nothing is written before {@link #write} is called. */
  public FeatureReport(Input input) {
    this.input = input;
  }

  /**
   * Writes the page, the figures and the documentation of the tables. Where Java finds no fonts, as
   * in minimal containers, the figures have no PNGs.
   *
   * @param folder the folder that holds the tables
   * @return the path of the page
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

  /**
   * Returns the dictionaries that the comparing figures show, at most four: the first autoencoder,
   * the first dictionary of neurons, and the first control of each of these kinds.
   */
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

  /** Returns the colour of a dictionary in the comparing figures. */
  static Ink ink(DictionaryRow row) {
    boolean sae = row.kind().equals(DictionaryRow.SAE);
    return row.control() ? (sae ? Ink.NULL : Ink.MUTED) : sae ? Ink.DATA : Ink.REFERENCE;
  }
}
