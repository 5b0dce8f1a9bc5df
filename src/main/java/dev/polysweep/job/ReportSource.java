package dev.polysweep.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.polysweep.job.source.SeedCurves;
import dev.polysweep.job.source.SweepCells;
import dev.polysweep.job.source.SweepMatrices;
import dev.polysweep.report.explorer.Explorer;
import dev.polysweep.report.law.Law;
import dev.polysweep.report.law.Laws;
import dev.polysweep.report.page.DecisionText;
import dev.polysweep.report.page.Details;
import dev.polysweep.report.page.ExperimentPage;
import dev.polysweep.report.page.Finding;
import dev.polysweep.report.page.Mattered;
import dev.polysweep.report.page.Report;
import dev.polysweep.report.page.ReportInput;
import dev.polysweep.spark.aggregate.Aggregator;
import dev.polysweep.sweep.Configuration;
import dev.polysweep.sweep.result.SweepTables;
import dev.polysweep.sweep.setting.Settings;
import dev.polysweep.table.CellValues;
import dev.polysweep.table.Column;
import dev.polysweep.table.RunTable;
import dev.polysweep.table.SeedCurve;
import dev.polysweep.table.TableSchema;
import dev.polysweep.table.row.ArrayRow;
import dev.polysweep.table.row.ContrastRow;
import dev.polysweep.table.row.CosineRow;
import dev.polysweep.table.row.CurveRow;
import dev.polysweep.table.row.DecisionRow;
import dev.polysweep.table.row.EffectRow;
import dev.polysweep.table.row.EventSummaryRow;
import dev.polysweep.table.row.LevelRow;
import dev.polysweep.table.row.NullRow;
import dev.polysweep.table.row.RivalRow;
import dev.polysweep.table.row.ShareRow;
import dev.polysweep.table.row.SummaryRow;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** Loads the results that a report is made from, and writes the report. */
final class ReportSource {

  /** Largest number of entries of a matrix that is loaded for a page to draw. */
  private static final int SMALL = 4096;

  /** Largest number of cells of which figures show every one. */
  private static final long MOST_CELLS = 20_000;

  private final JobFolder folder;
  private final SweepCells cells;
  private final ReportInput input;
  private final List<Law> laws;

  /** Loads the aggregates of a folder. */
  ReportSource(JobFolder folder) throws IOException {
    this.folder = folder;
    cells = new SweepCells(folder.stored, folder.tables, folder.sweep);
    List<Column> metrics = folder.experiment.cellMetrics();
    ExperimentPage page = ExperimentPage.of(folder.sweep.experiment());
    laws = Laws.of(folder.sweep.experiment());
    Details details = details(page);
    ReportInput.Tables tables = tables();
    input =
        new ReportInput(
            facts(),
            tables,
            folder.experiment.headline(),
            metrics,
            findings(page, tables, details),
            details,
            schemas());
  }

  private List<Finding> findings(ExperimentPage page, ReportInput.Tables tables, Details details)
      throws IOException {
    List<Finding> findings =
        new ArrayList<>(DecisionText.of(since(DecisionRow.SCHEMA, DecisionRow.class)));
    findings.addAll(page.findings(tables, details));
    findings.addAll(Laws.findings(laws, details));
    return findings;
  }

  private List<TableSchema> schemas() {
    List<TableSchema> schemas = new ArrayList<>();
    schemas.add(SweepTables.cells(folder.sweep, folder.experiment));
    schemas.add(SweepTables.epochs(folder.experiment));
    schemas.add(ArrayRow.SCHEMA);
    schemas.addAll(SweepTables.events(folder.experiment));
    schemas.addAll(Aggregator.TABLES);
    return schemas;
  }

  private ReportInput.Facts facts() throws IOException {
    Map<String, Long> counts = cells.counts();
    return new ReportInput.Facts(
        folder.sweep.name(),
        folder.sweep.experiment(),
        folder.experiment.summary(),
        folder.sweep.configurations().stream().map(Configuration::label).toList(),
        folder.sweep.baseline(),
        (int) folder.sweep.seeds().count(),
        counts.getOrDefault("ok", 0L),
        counts.getOrDefault("diverged", 0L),
        counts.getOrDefault("failed", 0L),
        provenance());
  }

  private Map<String, String> provenance() throws IOException {
    Map<String, String> provenance = new LinkedHashMap<>();
    JsonNode json = storedProvenance();
    if (json != null) {
      json.fields()
          .forEachRemaining(
              field -> {
                if (!field.getValue().isNull()) {
                  provenance.put(field.getKey(), field.getValue().asText());
                }
              });
    }
    if (!cells.engines().isEmpty()) {
      provenance.put("engine", String.join(", ", cells.engines()));
    }
    provenance.put("command", "polysweep run sweep.yaml");
    String sweep = folder.store.read("sweep.yaml");
    if (sweep != null) {
      provenance.put("sweep.yaml", sweep);
    }
    return provenance;
  }

  private JsonNode storedProvenance() throws IOException {
    try {
      String text = folder.store.read("provenance.json");
      return text == null ? null : new ObjectMapper().readTree(text);
    } catch (IOException e) {
      IOException damaged =
          new IOException(
              folder.place + "/provenance.json is damaged; polysweep run writes it again");
      damaged.addSuppressed(e); // not as the cause: the innermost cause is shown
      throw damaged;
    }
  }

  private ReportInput.Tables tables() throws IOException {
    List<ContrastRow> contrasts = rows(ContrastRow.SCHEMA, ContrastRow.class);
    String baseline = folder.sweep.baseline();
    return new ReportInput.Tables(
        rows(SummaryRow.SCHEMA, SummaryRow.class),
        rows(NullRow.SCHEMA, NullRow.class),
        contrasts.stream().filter(row -> row.baseline().equals(baseline)).toList(),
        rows(CurveRow.SCHEMA, CurveRow.class),
        rows(EffectRow.SCHEMA, EffectRow.class),
        overlaps(),
        rows(EventSummaryRow.SCHEMA, EventSummaryRow.class),
        controls(contrasts),
        new Mattered(
            since(ShareRow.SCHEMA, ShareRow.class),
            since(LevelRow.SCHEMA, LevelRow.class),
            since(RivalRow.SCHEMA, RivalRow.class)));
  }

  private <R extends Record> List<R> rows(TableSchema table, Class<R> type) throws IOException {
    try (Stream<R> rows = folder.stored.rows(table, type)) {
      return rows.toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** The rows of a table that results of an earlier version lack. */
  private <R extends Record> List<R> since(TableSchema table, Class<R> type) throws IOException {
    return folder.stored.has(table) ? rows(table, type) : List.of();
  }

  /** The overlaps in the order of the sweep's labels. */
  private List<CosineRow> overlaps() throws IOException {
    Map<String, CosineRow> byLabel = new LinkedHashMap<>();
    since(CosineRow.SCHEMA, CosineRow.class).forEach(row -> byLabel.put(row.label(), row));
    return folder.sweep.configurations().stream()
        .map(configuration -> byLabel.get(configuration.label()))
        .filter(Objects::nonNull)
        .toList();
  }

  /** The contrasts of each label with its own control arm, which may be the baseline. */
  private List<ContrastRow> controls(List<ContrastRow> contrasts) {
    Map<String, String> controls = folder.controls();
    return contrasts.stream()
        .filter(row -> row.baseline().equals(controls.get(row.label())))
        .toList();
  }

  /** Loads the results that the experiment's own page is made from. */
  private Details details(ExperimentPage page) throws IOException {
    Settings<?> settings = Settings.of(folder.experiment);
    Map<String, Map<String, Object>> byLabel = new LinkedHashMap<>();
    for (Configuration configuration : folder.sweep.configurations()) {
      byLabel.put(configuration.label(), settings.columns(configuration.settings()));
    }
    SweepMatrices matrices = new SweepMatrices(cells);
    List<ArrayRow> arrays = new ArrayList<>();
    for (String name : page.arrays()) {
      arrays.addAll(matrices.small(name, SMALL));
    }
    Set<String> metrics = new LinkedHashSet<>(page.metrics());
    if (folder.sweep.size() <= MOST_CELLS) {
      metrics.addAll(folder.experiment.headline());
    }
    laws.forEach(law -> metrics.addAll(law.metrics()));
    metrics.retainAll(folder.tables.cellMetrics()); // which may depend on the settings
    List<CellValues> values = metrics.isEmpty() ? List.of() : cells.values(List.copyOf(metrics));
    arrays.addAll(matrices.of(page.arraysOf(new Details(byLabel, values, arrays))));
    boolean few = folder.sweep.seeds().count() <= Details.FEW_SEEDS && !page.seedCurves().isEmpty();
    List<SeedCurve> curves = few ? SeedCurves.of(cells, page.seedCurves()) : List.of();
    return new Details(byLabel, values, arrays, runs(), curves);
  }

  /** Loads the runs that readers can explore one by one. */
  private RunTable runs() throws IOException {
    List<String> metrics =
        Stream.concat(
                folder.experiment.headline().stream(),
                folder.experiment.cellMetrics().stream().map(Column::name))
            .distinct()
            .toList();
    return cells.runs(metrics, Explorer.MOST_RUNS);
  }

  /**
   * Writes the report's files.
   *
   * @return their names relative to the folder, the page first
   */
  List<String> write() throws IOException {
    List<Path> files = new Report(input).write(folder.folder).files();
    if (folder.remote()) {
      RemoteFolder.copy(folder.folder, folder.store);
    }
    return files.stream()
        .map(file -> folder.folder.relativize(file).toString().replace(File.separatorChar, '/'))
        .toList();
  }

  JobResult result(JobResult.Training training, List<String> files) {
    return new JobResult(folder.place, training, input, files);
  }
}
