package dev.polysweep.cli.output;

import dev.polysweep.report.page.ReportInput;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The settings in which the configurations of a sweep differ.
 *
 * @param columns their names as columns of result tables
 * @param byLabel every setting of every configuration, by label and then by column
 */
public record SweptSettings(List<String> columns, Map<String, Map<String, Object>> byLabel) {

  /** The settings that the configurations of a result differ in. */
  public static SweptSettings of(ReportInput input) {
    Map<String, Map<String, Object>> all = input.details().settings();
    List<String> columns =
        all.values().stream()
            .findFirst()
            .map(
                first ->
                    first.keySet().stream()
                        .filter(
                            column ->
                                all.values().stream()
                                    .anyMatch(
                                        s -> !Objects.equals(s.get(column), first.get(column))))
                        .toList())
            .orElse(List.of());
    return new SweptSettings(columns, all);
  }

  /** The values of these settings in a configuration, by column. */
  public Map<String, Object> values(String label) {
    Map<String, Object> values = new LinkedHashMap<>();
    columns.forEach(column -> values.put(column, byLabel.get(label).get(column)));
    return values;
  }
}
