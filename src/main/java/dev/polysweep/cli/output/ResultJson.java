package dev.polysweep.cli.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.polysweep.job.JobResult;
import dev.polysweep.report.page.Finding;
import dev.polysweep.report.page.ReportInput;
import dev.polysweep.table.TableSchema;
import dev.polysweep.table.row.ContrastRow;
import dev.polysweep.table.row.NullRow;
import dev.polysweep.table.row.SummaryRow;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the results of a sweep as JSON for other programs: a configuration each with its swept
 * settings and, by metric, the rows of the tables {@code summary}, {@code nulls} and {@code
 * contrasts} under the names of their columns. Undefined values are null.
 */
public final class ResultJson {

  private ResultJson() {}

  /** The table, the metrics and the findings of a result. */
  public static String of(JobResult result) throws JsonProcessingException {
    ReportInput.Facts facts = result.report().facts();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", facts.name());
    json.put("experiment", facts.experiment());
    json.put("folder", result.folder());
    json.put("report", result.folder() + "/report.html");
    json.put("seeds", facts.seeds());
    json.put("ok", result.done());
    json.put("diverged", result.diverged());
    json.put("failed", result.failed());
    json.put("baseline", facts.baseline());
    json.put("configurations", configurations(result.report()));
    json.put("findings", result.findings().stream().map(ResultJson::finding).toList());
    return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n";
  }

  private static List<Object> configurations(ReportInput input) {
    Map<String, Map<String, Map<String, Object>>> metrics = new LinkedHashMap<>();
    for (SummaryRow row : input.tables().summary()) {
      of(metrics, row.label(), row.metric()).putAll(values(row));
    }
    for (NullRow row : input.tables().nulls()) {
      of(metrics, row.label(), row.metric()).put("null", values(row));
    }
    for (ContrastRow row : input.tables().contrasts()) {
      of(metrics, row.label(), row.metric()).put("contrast", values(row));
    }
    List<Object> all = new ArrayList<>();
    for (String label : input.facts().labels()) {
      Map<String, Object> configuration = new LinkedHashMap<>();
      configuration.put("label", label);
      configuration.put("settings", SweptSettings.of(input).values(label));
      configuration.put("metrics", metrics.getOrDefault(label, Map.of()));
      all.add(configuration);
    }
    return all;
  }

  private static Map<String, Object> of(
      Map<String, Map<String, Map<String, Object>>> metrics, String label, String metric) {
    return metrics
        .computeIfAbsent(label, l -> new LinkedHashMap<>())
        .computeIfAbsent(metric, m -> new LinkedHashMap<>());
  }

  private static Map<String, Object> finding(Finding finding) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("claim", finding.claim().isEmpty() ? null : finding.claim());
    json.put("measured", finding.measured());
    json.put("verdict", finding.verdict() == null ? null : finding.verdict().words());
    return json;
  }

  /** The components of a row by the names of their columns, but for label and metric. */
  private static Map<String, Object> values(Record row) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (RecordComponent component : row.getClass().getRecordComponents()) {
      String name = TableSchema.snakeCase(component.getName());
      if (!name.equals("label") && !name.equals("metric")) {
        values.put(name, value(row, component));
      }
    }
    return values;
  }

  private static Object value(Record row, RecordComponent component) {
    try {
      Object value = component.getAccessor().invoke(row);
      return value instanceof Double number && !Double.isFinite(number) ? null : value;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read " + row.getClass().getName(), e);
    }
  }
}
