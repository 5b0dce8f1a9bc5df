package dev.polysweep.report.law;

import dev.polysweep.report.page.Details;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Finds the configurations of a sweep on which a law bears, by their settings. */
public final class Labels {

  private Labels() {}

  /**
   * Returns the labels that have all of the given settings and at least one cell that ended well,
   * in the sweep's order.
   *
   * @param settings values by column, as text; numbers are compared as numbers, {@code null} stands
   *     for no value
   */
  public static List<String> with(Details details, Map<String, Object> settings) {
    return details.labels().stream()
        .filter(label -> !details.cells(label).isEmpty())
        .filter(
            label ->
                settings.entrySet().stream()
                    .allMatch(e -> same(details, label, e.getKey(), e.getValue())))
        .toList();
  }

  private static boolean same(Details details, String label, String column, Object value) {
    return value instanceof Number number
        ? details.number(label, column) == number.doubleValue()
        : details.text(label, column).toLowerCase(Locale.ROOT).equals(value);
  }

  /**
   * Two configurations that agree in all settings but one.
   *
   * @param first label of the one
   * @param second label of the other
   */
  public record Pair(String first, String second) {}

  /**
   * Returns the pairs of labels that differ in one setting and in no other.
   *
   * @param column column of the setting
   * @param first its value in the first of a pair: a number, or text in lower case
   * @param second its value in the second
   */
  public static List<Pair> pairs(Details details, String column, Object first, Object second) {
    List<Pair> pairs = new ArrayList<>();
    for (String a : with(details, Map.of(column, first))) {
      for (String b : with(details, Map.of(column, second))) {
        if (agreeBut(details, a, b, column)) {
          pairs.add(new Pair(a, b));
        }
      }
    }
    return pairs;
  }

  /** Returns whether two labels agree in all settings but those of some columns. */
  public static boolean agreeBut(Details details, String a, String b, String... columns) {
    Map<String, Object> ofA = details.settings().get(a);
    Map<String, Object> ofB = details.settings().get(b);
    List<String> free = List.of(columns);
    return ofA.keySet().stream()
        .allMatch(key -> free.contains(key) || Objects.equals(ofA.get(key), ofB.get(key)));
  }
}
