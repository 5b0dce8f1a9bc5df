package dev.polysweep.report.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.polysweep.report.draw.Numbers;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Texts of the values of settings that readers understand: numbers as people write them, {@code
 * none} for no value, and of a list of mappings, such as the layers of a network, only what differs
 * between configurations, with the keys that a sweep file has for it: {@code 0.width = 4,
 * 1.activation = relu}.
 */
final class SettingTexts {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NO_VALUE = "null";

  private final Map<String, Map<String, Object>> settings;
  private final Map<String, Map<String, String>> lists = new HashMap<>();

  /**
   * Reads the values of all configurations.
   *
   * @param settings every setting of every configuration, by label and then by column name
   */
  SettingTexts(Map<String, Map<String, Object>> settings) {
    this.settings = settings;
    settings.values().stream()
        .findFirst()
        .ifPresent(first -> first.keySet().forEach(this::readLists));
  }

  /** Returns the text of a value of a setting, which is given as {@link Details#text} has it. */
  String of(String setting, String value) {
    String shortened = lists.getOrDefault(setting, Map.of()).get(value);
    return shortened != null ? shortened : value.equals(NO_VALUE) ? "none" : Numbers.setting(value);
  }

  /** Returns the settings of all configurations, with lists of mappings as their texts. */
  Map<String, Map<String, Object>> shown() {
    Map<String, Map<String, Object>> shown = new LinkedHashMap<>();
    settings.forEach(
        (label, values) -> {
          Map<String, Object> texts = new LinkedHashMap<>(values);
          lists.forEach((setting, of) -> texts.computeIfPresent(setting, (s, v) -> of.get(v)));
          shown.put(label, texts);
        });
    return shown;
  }

  private void readLists(String setting) {
    Map<String, Map<String, String>> values = new LinkedHashMap<>();
    for (Map<String, Object> of : settings.values()) {
      String value = String.valueOf(of.get(setting));
      JsonNode json = json(value);
      if (json == null) {
        return;
      }
      values.computeIfAbsent(value, v -> leaves(json));
    }
    List<String> differing =
        values.values().stream()
            .flatMap(leaves -> leaves.keySet().stream())
            .distinct()
            .filter(key -> values.values().stream().map(v -> v.get(key)).distinct().count() > 1)
            .toList();
    if (differing.isEmpty()) {
      return;
    }
    Map<String, String> texts = new HashMap<>();
    values.forEach(
        (value, leaves) ->
            texts.put(
                value,
                differing.stream()
                    .filter(leaves::containsKey)
                    .map(key -> key + " = " + Numbers.setting(leaves.get(key)))
                    .collect(Collectors.joining(", "))));
    lists.put(setting, texts);
  }

  /** Returns a list of mappings; null if a value is anything else. */
  private static JsonNode json(String value) {
    if (!value.startsWith("[{")) {
      return null;
    }
    try {
      return JSON.readTree(value);
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  /** Returns the values of all mappings of a list by number and key, such as {@code 0.width}. */
  private static Map<String, String> leaves(JsonNode list) {
    Map<String, String> leaves = new TreeMap<>();
    for (int i = 0; i < list.size(); i++) {
      String number = i + ".";
      Objects.requireNonNull(list.get(i))
          .fields()
          .forEachRemaining(
              field -> leaves.put(number + field.getKey(), field.getValue().asText()));
    }
    return leaves;
  }
}
