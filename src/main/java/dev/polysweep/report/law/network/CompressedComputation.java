package dev.polysweep.report.law.network;

import dev.polysweep.report.law.Estimate;
import dev.polysweep.report.law.Labels;
import dev.polysweep.report.law.Law;
import dev.polysweep.report.law.Reading;
import dev.polysweep.report.page.Details;
import dev.polysweep.report.page.Prediction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Beside a residual stream in which features mix, m neurons seem to compute more than m functions
 * ReLU(x_i); what they gain is due to the mixing, and vanishes with it.
 *
 * <p>The naive solution computes m of n functions and ignores the others. With x_i active with
 * chance p and then uniform on [−1, 1) its error is (1 − m/n)·p/6. Estimators: the error on
 * held-out samples without mixing, over that of the naive solution, to within 5 %, since a network
 * can save a little where features happen to be active together; and the error with mixing, against
 * that without, in per cent, of which at least 5 % must be saved; the same of the sweep's larger
 * mixing matrices against smaller ones, of which the sign is predicted.
 */
public final class CompressedComputation implements Law {

  private static final Pattern NUMBER = Pattern.compile("[0-9]+");

  @Override
  public String experiment() {
    return "network";
  }

  @Override
  public String name() {
    return "compressed computation";
  }

  @Override
  public String source() {
    return "Bhagat et al. 2026";
  }

  @Override
  public String statement() {
    return "Computing more functions than there are neurons gains with the size of the mixing"
        + " matrix, and nothing without it.";
  }

  @Override
  public List<String> metrics() {
    return List.of("val_mse");
  }

  @Override
  public List<Reading> read(Details details) {
    List<String> labels =
        Labels.with(details, Map.of("target_of", "residual", "data_signed", "true")).stream()
            .filter(label -> widths(details, label).length == 3)
            .sorted(Comparator.comparingDouble(label -> mixing(details, label)))
            .toList();
    List<Reading> readings = new ArrayList<>();
    for (int i = 0; i < labels.size(); i++) {
      readings.add(
          mixing(details, labels.get(i)) == 0
              ? unmixed(details, labels.get(i))
              : against(details, labels.get(i), labels.get(i - 1)));
      if (i == 0 && mixing(details, labels.get(0)) != 0) {
        return List.of();
      }
    }
    return readings;
  }

  private static Reading unmixed(Details details, String label) {
    double naive = naive(details, label);
    return new Reading(
        "error without mixing over that of the naive solution",
        Prediction.near(1, 0.05),
        Estimate.mean(Estimate.bySeed(details, label, cell -> cell.metric("val_mse") / naive)),
        "");
  }

  private static Reading against(Details details, String label, String less) {
    boolean none = mixing(details, less) == 0;
    return new Reading(
        "error with mixing "
            + mixing(details, label)
            + " against "
            + (none ? "none" : String.valueOf(mixing(details, less))),
        none ? Prediction.atMost(-5).against(0) : Prediction.atMost(0),
        Estimate.percent(
            Estimate.bySeed(details, label, "val_mse"), Estimate.bySeed(details, less, "val_mse")),
        "%");
  }

  private static double naive(Details details, String label) {
    int[] widths = widths(details, label);
    return (1 - (double) widths[1] / widths[2])
        * details.number(label, "data_feature_probability")
        / 6;
  }

  private static double mixing(Details details, String label) {
    return details.number(label, "target_mixing");
  }

  private static int[] widths(Details details, String label) {
    return NUMBER
        .matcher(details.text(label, "widths"))
        .results()
        .map(MatchResult::group)
        .mapToInt(Integer::parseInt)
        .toArray();
  }
}
