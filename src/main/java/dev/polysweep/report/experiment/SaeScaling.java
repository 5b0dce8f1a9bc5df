package dev.polysweep.report.experiment;

import dev.polysweep.report.chart.SettingCurves;
import dev.polysweep.report.page.Details;
import dev.polysweep.report.page.ReportInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * The quality of sparse autoencoders of a transformer's activations as curves over the number of
 * tokens that they were trained on, which is {@code sae.steps · sae.batch}, and over the number of
 * their latents. Tokens that a store gives again in a later pass count again.
 */
final class SaeScaling {

  private static final String ERROR = "mse"; // on a logarithmic axis
  private static final List<String> SHOWN = List.of("explained_variance", ERROR, "dead_features");

  private SaeScaling() {}

  /** Makes curves over the tokens of training, with a line for each architecture and width. */
  static Optional<SettingCurves> overTokens(ReportInput input) {
    return curves(
        input,
        "Quality against tokens of training",
        "tokens",
        SaeScaling::tokens,
        "latents",
        SaeFrontier::latents);
  }

  /** Makes curves over the number of latents, with a line for each architecture and length. */
  static Optional<SettingCurves> overLatents(ReportInput input) {
    return curves(
        input,
        "Quality against width",
        "latents",
        SaeFrontier::latents,
        "tokens",
        SaeScaling::tokens);
  }

  private static double tokens(Details details, String label) {
    return details.number(label, "sae_steps") * details.number(label, "sae_batch");
  }

  /** A number of a configuration. */
  private interface Size {
    double of(Details details, String label);
  }

  /**
   * Makes curves over one size, with a line for each architecture and value of the other size. The
   * result is empty if no line has {@value SaeCurves#FEWEST_POINTS} points, if there are too many
   * lines, or if a line has two configurations of the same size, which differ in something else.
   */
  private static Optional<SettingCurves> curves(
      ReportInput input, String title, String axis, Size across, String fixed, Size other) {
    Details details = input.details();
    ToDoubleFunction<String> at = label -> across.of(details, label);
    Map<String, List<String>> lines = new TreeMap<>();
    for (String label : details.labels()) {
      if (SaeFrontier.is(details, label) && at.applyAsDouble(label) > 0) {
        String line = SaeFrontier.line(details, label, other.of(details, label), fixed);
        lines.computeIfAbsent(line, l -> new ArrayList<>()).add(label);
      }
    }
    boolean swept =
        lines.values().stream().anyMatch(line -> line.size() >= SaeCurves.FEWEST_POINTS);
    boolean distinct =
        lines.values().stream()
            .allMatch(line -> line.stream().mapToDouble(at).distinct().count() == line.size());
    if (!swept || !distinct || lines.size() > SettingCurves.MOST_SERIES) {
      return Optional.empty();
    }
    return Optional.of(
        new SettingCurves(
            title,
            "dots and bars: mean over seeds with its 95 % interval; the axes of "
                + axis
                + " and of mse are logarithmic",
            axis,
            new SaeCurves(input.tables(), lines, at).panels(SHOWN, ERROR)));
  }
}
