package dev.polysweep.report.explorer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.polysweep.table.Column;
import dev.polysweep.table.RunTable;
import dev.polysweep.table.RunTable.Run;
import dev.polysweep.table.row.SummaryRow;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Writes the runs of an explorer as compact ASCII JSON, column by column. Settings are written once
 * for each label; values of metrics have five significant digits, and values that are undefined are
 * null.
 */
final class ExplorerData {

  private static final MathContext DIGITS = new MathContext(5);

  /** Greatest number of values of metrics; each takes about eight bytes of the page. */
  private static final int MOST_VALUES = 100_000;

  private final Explorer explorer;
  private final List<Run> runs;
  private final List<Integer> shown;
  private final List<String> leftOut;

  ExplorerData(Explorer explorer) {
    this.explorer = explorer;
    RunTable table = explorer.runs();
    runs = table.rows();
    List<Integer> known =
        IntStream.range(0, table.metrics().size())
            .filter(m -> runs.stream().anyMatch(run -> Double.isFinite(run.values()[m])))
            .boxed()
            .toList();
    int room = Math.max(4, MOST_VALUES / Math.max(1, runs.size()));
    shown = known.subList(0, Math.min(room, known.size()));
    leftOut = known.subList(shown.size(), known.size()).stream().map(table.metrics()::get).toList();
  }

  /** Returns the names of the metrics that would have made the page too large. */
  List<String> leftOut() {
    return leftOut;
  }

  /** Returns the data as JSON. */
  String json() {
    ObjectNode root = Json.MAPPER.createObjectNode();
    List<String> labels = List.copyOf(explorer.settings().keySet());
    Map<String, Integer> places = new HashMap<>();
    labels.forEach(label -> places.put(label, places.size()));
    labels.forEach(root.putArray("labels")::add);
    List<String> statuses = runs.stream().map(Run::status).distinct().sorted().toList();
    statuses.forEach(root.putArray("statuses")::add);
    ArrayNode label = root.putArray("label");
    ArrayNode seed = root.putArray("seed");
    ArrayNode status = root.putArray("status");
    StringBuilder ids = new StringBuilder();
    for (Run run : runs) {
      label.add(places.get(run.label()));
      seed.add(run.seed());
      status.add(statuses.indexOf(run.status()));
      ids.append(run.cellId());
    }
    root.put("ids", ids.toString());
    settings(root.putArray("settings"));
    metrics(root.putArray("metrics"), labels);
    return Json.text(root);
  }

  /** Writes the settings in which configurations differ, with one value for each label. */
  private void settings(ArrayNode into) {
    List<Map<String, Object>> all = List.copyOf(explorer.settings().values());
    for (String name : all.get(0).keySet()) {
      List<Object> values = new ArrayList<>();
      all.forEach(settings -> values.add(settings.get(name)));
      if (values.stream().distinct().count() > 1) {
        ObjectNode setting = into.addObject().put("name", name);
        setting.put("meaning", "setting");
        ArrayNode array = setting.putArray("values");
        values.forEach(value -> add(array, value));
      }
    }
  }

  private static void add(ArrayNode array, Object value) {
    if (value == null || value instanceof Integer || value instanceof Long) {
      array.addPOJO(value);
    } else if (value instanceof Number n && Double.isFinite(n.doubleValue())) {
      array.add(n.doubleValue());
    } else {
      array.add(String.valueOf(value));
    }
  }

  private void metrics(ArrayNode into, List<String> labels) {
    Map<String, Map<String, SummaryRow>> summaries = new HashMap<>();
    for (SummaryRow row : explorer.summary()) {
      summaries.computeIfAbsent(row.metric(), name -> new HashMap<>()).put(row.label(), row);
    }
    for (int m : shown) {
      String name = explorer.runs().metrics().get(m);
      Column column =
          explorer.metrics().stream()
              .filter(c -> c.name().equals(name))
              .findFirst()
              .orElseGet(() -> Column.metric(name, "", "", ""));
      ObjectNode metric = into.addObject().put("name", name);
      metric.put("unit", column.unit()).put("meaning", column.meaning());
      metric.put("lead", explorer.headline().contains(name));
      ArrayNode values = metric.putArray("values");
      runs.forEach(run -> add(values, rounded(run.values()[m])));
      ArrayNode intervals = metric.putArray("intervals");
      Map<String, SummaryRow> of = summaries.getOrDefault(name, Map.of());
      for (String label : labels) {
        SummaryRow row = of.get(label);
        if (row == null || row.ci95Low() == null || row.ci95High() == null) {
          intervals.addNull();
        } else {
          ArrayNode interval = intervals.addArray();
          add(interval, rounded(row.mean()));
          add(interval, rounded(row.ci95Low()));
          add(interval, rounded(row.ci95High()));
        }
      }
    }
  }

  private static Double rounded(double value) {
    return Double.isFinite(value) ? new BigDecimal(value).round(DIGITS).doubleValue() : null;
  }
}
