package dev.polysweep.experiment.temporal;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A list of interventions that the user gives, written as {@code EPOCH KIND [STRENGTH]}, several
 * separated by commas: {@code 60 orthogonal_reset, 120 noise_injection 2}. Strength is 1 unless it
 * is given.
 */
final class ManualPlan {

  private ManualPlan() {}

  /**
   * Parses a list and returns the interventions by epoch.
   *
   * @throws IllegalArgumentException if the text is not such a list or names an epoch twice; the
   *     message is for users
   */
  static Map<Integer, Intervention> parse(String text) {
    Map<Integer, Intervention> plan = new TreeMap<>();
    if (text.isBlank()) {
      return plan;
    }
    for (String entry : text.split(",", -1)) {
      String[] words = entry.strip().split("\\s+");
      if (words.length < 2 || words.length > 3 || !words[0].matches("[1-9]\\d{0,8}")) {
        throw new IllegalArgumentException(
            "'" + entry.strip() + "' is not an intervention; write EPOCH KIND [STRENGTH]");
      }
      int epoch = Integer.parseInt(words[0]);
      if (plan.put(epoch, new Intervention(kind(words[1]), strength(words))) != null) {
        throw new IllegalArgumentException("epoch " + epoch + " has two interventions");
      }
    }
    return plan;
  }

  private static InterventionKind kind(String word) {
    return Arrays.stream(InterventionKind.values())
        .filter(kind -> kind.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'"
                        + word
                        + "' is no kind of intervention; there are "
                        + Arrays.stream(InterventionKind.values())
                            .map(InterventionKind::word)
                            .collect(Collectors.joining(", "))));
  }

  private static double strength(String[] words) {
    if (words.length == 2) {
      return 1;
    }
    try {
      double strength = Double.parseDouble(words[2]);
      if (strength >= 0 && strength <= TemporalConfig.STRONGEST) {
        return strength;
      }
    } catch (NumberFormatException e) {
      // the error is thrown below
    }
    throw new IllegalArgumentException(
        "strength '" + words[2] + "' must be a number from 0 to " + TemporalConfig.STRONGEST);
  }
}
