package dev.polysweep.report.page;

import dev.polysweep.report.draw.Numbers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Texts for labels that readers understand. A label that a grid has put together from values, such
 * as {@code 12_1e-4_relu}, names the setting of each number: {@code hidden = 12, lr = 1e-4, relu}.
 * Labels that name themselves, and labels that a person gave, stay as they are.
 */
public final class Titles {

  private static final String SEPARATOR = "_";

  private final Map<String, Map<String, Object>> settings;
  private final SettingTexts texts;
  private final List<String> varied;
  private final Map<String, String> known = new HashMap<>();

  /** Makes titles for the labels of some details. */
  public Titles(Details details) {
    settings = details.settings();
    texts = new SettingTexts(settings);
    varied =
        inOrder(
            settings.values().stream().findFirst().map(Map::keySet).stream()
                .flatMap(java.util.Set::stream)
                .filter(c -> settings.values().stream().map(s -> s.get(c)).distinct().count() > 1)
                .toList());
  }

  /**
   * Returns settings in the order in which most labels name them. A label that can be read in two
   * orders, such as {@code 0.1_0.1}, is then read in that of the others.
   */
  private List<String> inOrder(List<String> columns) {
    Map<List<String>, Integer> orders = new LinkedHashMap<>();
    settings.forEach(
        (label, values) ->
            read(label, values, columns).ifPresent(order -> orders.merge(order, 1, Integer::sum)));
    List<String> ordered =
        orders.entrySet().stream()
            .max(Map.Entry.comparingByValue())
            .map(order -> new ArrayList<>(order.getKey()))
            .orElseGet(ArrayList::new);
    columns.stream().filter(column -> !ordered.contains(column)).forEach(ordered::add);
    return ordered;
  }

  /** Returns the title of a label; a label without known settings is its own title, also null. */
  public String of(String label) {
    return label == null ? null : known.computeIfAbsent(label, this::title);
  }

  /** Returns the varied settings in which some labels are alike, as {@code setting = value}. */
  List<String> shared(List<String> labels) {
    List<Map<String, Object>> all = labels.stream().map(settings::get).toList();
    if (all.contains(null)) {
      return List.of();
    }
    return varied.stream()
        .filter(setting -> all.stream().map(s -> s.get(setting)).distinct().count() == 1)
        .map(s -> s + " = " + texts.of(s, String.valueOf(all.get(0).get(s))))
        .toList();
  }

  private String title(String label) {
    if (!settings.containsKey(label)) {
      return label;
    }
    Map<String, Object> values = settings.get(label);
    Optional<List<String>> order = read(label, values, varied);
    boolean numbers =
        order.isPresent() && order.get().stream().anyMatch(s -> !(values.get(s) instanceof String));
    return numbers
        ? order.get().stream()
            .map(setting -> named(setting, values.get(setting)))
            .collect(Collectors.joining(", "))
        : label;
  }

  private static String named(String setting, Object value) {
    String text = Numbers.setting(String.valueOf(value));
    return value instanceof String ? text : setting + " = " + text;
  }

  /**
   * Reads a label as values of settings, joined by underscores.
   *
   * @param left settings whose values may still come
   * @return the settings in the order of their values; empty if the rest of the label is anything
   *     else
   */
  private static Optional<List<String>> read(
      String label, Map<String, Object> values, List<String> left) {
    for (String setting : left) {
      Optional<String> rest = rest(label, values.get(setting));
      if (rest.isPresent()) {
        List<String> others = new ArrayList<>(left);
        others.remove(setting);
        List<String> order = new ArrayList<>(List.of(setting));
        if (rest.get().isEmpty()) {
          return Optional.of(order);
        }
        Optional<List<String>> more = read(rest.get(), values, others);
        if (more.isPresent()) {
          order.addAll(more.get());
          return Optional.of(order);
        }
      }
    }
    return Optional.empty();
  }

  /** Returns what follows a value at the beginning of a label; empty if it does not begin so. */
  private static Optional<String> rest(String label, Object value) {
    if (value instanceof Number number) {
      String[] split = label.split(SEPARATOR, 2);
      try {
        return Double.parseDouble(split[0]) == number.doubleValue()
            ? Optional.of(split.length == 1 ? "" : split[1])
            : Optional.empty();
      } catch (NumberFormatException e) {
        return Optional.empty();
      }
    }
    String text = String.valueOf(value);
    if (label.equals(text)) {
      return Optional.of("");
    }
    return label.startsWith(text + SEPARATOR)
        ? Optional.of(label.substring(text.length() + 1))
        : Optional.empty();
  }
}
