package dev.polysweep.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.polysweep.report.page.Details;
import dev.polysweep.report.page.ExperimentPage;
import dev.polysweep.report.page.Finding;
import dev.polysweep.report.page.Report;
import dev.polysweep.report.page.ReportInput;
import dev.polysweep.report.terminal.TerminalTable;
import dev.polysweep.spark.aggregate.Aggregator;
import dev.polysweep.sweep.Configuration;
import dev.polysweep.sweep.result.SweepTables;
import dev.polysweep.sweep.setting.Settings;
import dev.polysweep.table.ArrayRow;
import dev.polysweep.table.CellValues;
import dev.polysweep.table.Column;
import dev.polysweep.table.ContrastRow;
import dev.polysweep.table.CurveRow;
import dev.polysweep.table.EffectRow;
import dev.polysweep.table.EventSummaryRow;
import dev.polysweep.table.NullRow;
import dev.polysweep.table.SummaryRow;
import dev.polysweep.table.TableSchema;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is shown at the end: the table, the findings, and the report's files. */
final class Conclusion {

  /** Rows of the table; a report has them all. */
  private static final int MOST_ROWS = 64;

  /** Entries of the matrices that a page draws. */
  private static final int SMALL = 4096;

  private final Results results;
  private final ReportInput input;

  /** Loads the aggregates of some results. */
  Conclusion(Results results) throws IOException {
    this.results = results;
    List<Column> metrics = results.experiment.cellMetrics();
    ExperimentPage page = ExperimentPage.of(results.sweep.experiment());
    Details details = details(page);
    ReportInput.Tables tables = tables();
    input =
        new ReportInput(
            facts(),
            tables,
            results.experiment.headline(),
            metrics,
            page.findings(tables, details),
            details,
            schemas());
  }

  private List<TableSchema> schemas() {
    List<TableSchema> schemas = new ArrayList<>();
    schemas.add(SweepTables.cells(results.sweep, results.experiment));
    schemas.add(SweepTables.epochs(results.experiment));
    schemas.add(ArrayRow.SCHEMA);
    schemas.addAll(SweepTables.events(results.experiment));
    schemas.addAll(Aggregator.TABLES);
    return schemas;
  }

  private ReportInput.Facts facts() throws IOException {
    Map<String, Long> counts = results.aggregator().statusCounts();
    return new ReportInput.Facts(
        results.sweep.name(),
        results.sweep.experiment(),
        results.experiment.summary(),
        results.sweep.configurations().stream().map(Configuration::label).toList(),
        results.sweep.baseline(),
        (int) results.sweep.seeds().count(),
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
    return provenance;
  }

  private JsonNode storedProvenance() throws IOException {
    try {
      String text = results.store.read("provenance.json");
      return text == null ? null : new ObjectMapper().readTree(text);
    } catch (IOException e) {
      IOException damaged =
          new IOException(
              results.place + "/provenance.json is damaged; polysweep run writes it again");
      damaged.addSuppressed(e); // not its cause, whose words would be taken for the better ones
      throw damaged;
    }
  }

  private ReportInput.Tables tables() throws IOException {
    List<ContrastRow> contrasts = results.reader.rows(ContrastRow.SCHEMA, ContrastRow.class);
    String baseline = results.sweep.baseline();
    List<ArrayRow> overlaps = new ArrayList<>(results.aggregator().meanArrays("cosine").values());
    return new ReportInput.Tables(
        results.reader.rows(SummaryRow.SCHEMA, SummaryRow.class),
        results.reader.rows(NullRow.SCHEMA, NullRow.class),
        contrasts.stream().filter(row -> row.baseline().equals(baseline)).toList(),
        results.reader.rows(CurveRow.SCHEMA, CurveRow.class),
        results.reader.rows(EffectRow.SCHEMA, EffectRow.class),
        overlaps,
        List.of(),
        results.reader.rows(EventSummaryRow.SCHEMA, EventSummaryRow.class),
        controls(contrasts));
  }

  /** Each label against its own control arm, which for some is the baseline. */
  private List<ContrastRow> controls(List<ContrastRow> contrasts) {
    Map<String, String> controls = results.controls();
    return contrasts.stream()
        .filter(row -> row.baseline().equals(controls.get(row.label())))
        .toList();
  }

  /** What the experiment's own page is made from. */
  private Details details(ExperimentPage page) throws IOException {
    Settings<?> settings = Settings.of(results.experiment);
    Map<String, Map<String, Object>> byLabel = new LinkedHashMap<>();
    for (Configuration configuration : results.sweep.configurations()) {
      byLabel.put(configuration.label(), settings.columns(configuration.settings()));
    }
    List<ArrayRow> arrays = new ArrayList<>();
    for (String name : page.arrays()) {
      arrays.addAll(results.aggregator().smallArrays(name, SMALL));
    }
    List<CellValues> cells =
        page.metrics().isEmpty() ? List.of() : results.aggregator().cellValues(page.metrics());
    return new Details(byLabel, cells, arrays);
  }

  /** Writes the report's files. */
  void write() throws IOException {
    new Report(input).write(results.folder);
    if (results.remote()) {
      RemoteFolder.copy(results.folder, results.store);
    }
  }

  /** Number of cells that failed. */
  long failed() {
    return input.facts().failed();
  }

  /** Prints the table, the findings and where everything lies. */
  void print(PrintWriter out) {
    boolean unicode = Charset.defaultCharset().newEncoder().canEncode('─');
    out.println();
    out.print(TerminalTable.of(input.ofFirst(MOST_ROWS), Terminal.width(), unicode));
    int more = input.facts().labels().size() - MOST_ROWS;
    if (more > 0) {
      out.printf("… and %,d more in the report%n", more);
    }
    for (Finding finding : input.findings()) {
      out.println();
      out.print(Terminal.wrap(finding.text(), Math.min(Terminal.width(), 110)));
    }
    if (input.facts().diverged() > 0) {
      out.printf(
          "%n%,d cells diverged; they are left out of every mean.%n", input.facts().diverged());
    }
    out.println();
    out.println("results  " + results.place);
    out.println("report   " + results.place + "/report.html");
    out.flush();
  }
}
