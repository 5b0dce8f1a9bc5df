package dev.polysweep.cli.output;

import com.univocity.parsers.csv.CsvWriter;
import com.univocity.parsers.csv.CsvWriterSettings;
import dev.polysweep.job.JobResult;
import dev.polysweep.report.page.ReportInput;
import dev.polysweep.table.row.ContrastRow;
import dev.polysweep.table.row.NullRow;
import dev.polysweep.table.row.SummaryRow;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes the final table of a sweep as comma-separated values: a configuration a row, with its
 * swept settings, and of each headline metric the number of cells, mean and 95 % interval, z
 * against the null distribution, and the difference from the baseline. An undefined value is empty.
 */
public final class ResultCsv {

  private ResultCsv() {}

  /** The table of a result. */
  public static String of(JobResult result) {
    ReportInput input = result.report();
    SweptSettings swept = SweptSettings.of(input);
    List<String> metrics =
        input.headline().stream()
            .filter(m -> input.tables().summary().stream().anyMatch(r -> r.metric().equals(m)))
            .toList();
    StringWriter text = new StringWriter();
    CsvWriterSettings settings = new CsvWriterSettings();
    settings.getFormat().setLineSeparator("\n");
    CsvWriter writer = new CsvWriter(text, settings);
    List<Map<String, Object>> rows = new ArrayList<>();
    for (String label : input.facts().labels()) {
      Map<String, Object> row = new LinkedHashMap<>(Map.of("label", label));
      row.putAll(swept.values(label));
      metrics.forEach(metric -> metric(row, input.tables(), label, metric));
      rows.add(row);
    }
    if (!rows.isEmpty()) {
      List<String> header = header(rows);
      writer.writeHeaders(header);
      rows.forEach(row -> writer.writeRow(header.stream().map(row::get).toArray()));
    }
    writer.close();
    return text.toString();
  }

  /** The columns: all that have a value in some row. */
  private static List<String> header(List<Map<String, Object>> rows) {
    return rows.get(0).keySet().stream()
        .filter(column -> rows.stream().anyMatch(row -> row.get(column) != null))
        .toList();
  }

  private static void metric(
      Map<String, Object> row, ReportInput.Tables tables, String label, String metric) {
    Optional<SummaryRow> summary = tables.summary(label, metric);
    row.put(metric + "_n", summary.map(SummaryRow::n).orElse(null));
    row.put(metric + "_mean", summary.map(SummaryRow::mean).map(ResultCsv::finite).orElse(null));
    row.put(metric + "_ci95_low", summary.map(SummaryRow::ci95Low).orElse(null));
    row.put(metric + "_ci95_high", summary.map(SummaryRow::ci95High).orElse(null));
    Optional<NullRow> tested = tables.nullOf(label, metric);
    row.put(metric + "_z", tested.map(NullRow::meanZ).map(ResultCsv::finite).orElse(null));
    row.put(metric + "_z_ci95_low", tested.map(NullRow::ci95Low).orElse(null));
    row.put(metric + "_z_ci95_high", tested.map(NullRow::ci95High).orElse(null));
    Optional<ContrastRow> contrast = tables.contrast(label, metric);
    row.put(
        metric + "_delta", contrast.map(ContrastRow::delta).map(ResultCsv::finite).orElse(null));
    row.put(metric + "_delta_ci95_low", contrast.map(ContrastRow::ci95Low).orElse(null));
    row.put(metric + "_delta_ci95_high", contrast.map(ContrastRow::ci95High).orElse(null));
    row.put(metric + "_p_holm", contrast.map(ContrastRow::pHolm).orElse(null));
  }

  private static Double finite(Double value) {
    return Double.isFinite(value) ? value : null;
  }
}
