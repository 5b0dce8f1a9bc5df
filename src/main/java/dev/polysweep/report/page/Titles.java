package dev.polysweep.report.page;

import dev.polysweep.report.draw.Numbers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Texts for labels that readers understand. A label that a grid has put together from values, such
 * as {@code 12_1e-4_relu}, names the setting of each number: {@code hidden = 12, lr = 1e-4, relu}.
 * Labels that name themselves, and labels that a person gave, stay as they are.
 */
public final class Titles {

  private static final String SEPARATOR = "_";

  private final Map<String, Map<String, Object>> settings;
  private final List<String> varied;
  private final Map<String, String> known = new HashMap<>();

  /** Makes titles for the labels of some details. */
  public Titles(Details details) {
    settings = details.settings();
    varied =
        settings.values().stream().findFirst().map(Map::keySet).stream()
            .flatMap(java.util.Set::stream)
            .filter(c -> settings.values().stream().map(s -> s.get(c)).distinct().count() > 1)
            .toList();
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
        .map(s -> s + " = " + Numbers.setting(String.valueOf(all.get(0).get(s))))
        .toList();
  }

  private String title(String label) {
    if (!settings.containsKey(label)) {
      return label;
    }
    Optional<List<String>> parts = parts(label, settings.get(label), varied);
    boolean named = parts.isPresent() && parts.get().stream().anyMatch(p -> p.contains(" = "));
    return named ? String.join(", ", parts.get()) : label;
  }

  /**
   * Reads a label as values of settings, joined by underscores.
   *
   * @param left settings whose values may still come
   * @return a text for each value; empty if the rest of the label is anything else
   */
  private static Optional<List<String>> parts(
      String label, Map<String, Object> values, List<String> left) {
    for (String setting : left) {
      Object value = values.get(setting);
      Optional<String> rest = rest(label, value);
      if (rest.isPresent()) {
        List<String> others = new ArrayList<>(left);
        others.remove(setting);
        String text = Numbers.setting(String.valueOf(value));
        List<String> parts = new ArrayList<>();
        parts.add(value instanceof String ? text : setting + " = " + text);
        if (rest.get().isEmpty()) {
          return Optional.of(parts);
        }
        Optional<List<String>> more = parts(rest.get(), values, others);
        if (more.isPresent()) {
          parts.addAll(more.get());
          return Optional.of(parts);
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
