package dev.polysweep.report.law.network;

import dev.polysweep.report.law.Estimate;
import dev.polysweep.report.law.Labels;
import dev.polysweep.report.law.Law;
import dev.polysweep.report.law.Reading;
import dev.polysweep.report.page.Details;
import dev.polysweep.report.page.Prediction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Features share dimensions the more, the larger the kurtosis of the inputs is, and the sparser
 * they are.
 *
 * <p>An input that is active with chance p, and then uniform on [a, b), has the kurtosis E x⁴/(E
 * x²)² = (b⁵ − a⁵)/5·(b − a) / (p·((b³ − a³)/3)²), so a sweep can vary kurtosis and sparsity one
 * without the other. Estimator: the number of represented features that have no dimension to
 * themselves, with the larger kurtosis minus with the smaller at the same p, and with the smaller p
 * minus with the larger at the same kurtosis, paired by seed. The prediction is the sign: at least
 * half a feature more, which is less than any difference that one model can show.
 */
public final class KurtosisBringsSharing implements Law {

  private static final double SAME = 0.01;
  private static final String SHARING = "sharing_features";

  /** An input distribution of a configuration. */
  private record Input(String label, double p, double kurtosis) {}

  @Override
  public String experiment() {
    return "network";
  }

  @Override
  public String name() {
    return "kurtosis of inputs";
  }

  @Override
  public String source() {
    return "Scherlis et al. 2022";
  }

  @Override
  public String statement() {
    return "The larger the kurtosis of the inputs and the sparser they are, the more features share"
        + " dimensions.";
  }

  @Override
  public List<String> metrics() {
    return List.of(SHARING);
  }

  @Override
  public List<Reading> read(Details details) {
    List<Input> inputs =
        Labels.with(
                details,
                Map.of("data_generator", "correlated", "data_correlation", 0, "data_decay", 1))
            .stream()
            .map(label -> input(details, label))
            .toList();
    List<Reading> readings = new ArrayList<>();
    for (Input a : inputs) {
      for (Input b : inputs) {
        if (same(a.p, b.p) && a.kurtosis > b.kurtosis * (1 + SAME)) {
          readings.add(reading(details, a, b, "kurtosis", a.kurtosis, b.kurtosis));
        }
        if (same(a.kurtosis, b.kurtosis) && a.p < b.p * (1 - SAME)) {
          readings.add(reading(details, a, b, "chance to be active", a.p, b.p));
        }
      }
    }
    return readings.stream().filter(reading -> reading.measured().seeds() > 0).toList();
  }

  private static boolean same(double a, double b) {
    return Math.abs(a - b) <= SAME * b;
  }

  private static Input input(Details details, String label) {
    double a = details.number(label, "data_magnitude_min");
    double b = details.number(label, "data_magnitude_max");
    double p = details.number(label, "data_active_mean") / details.number(label, "data_n_features");
    double second = a == b ? a * a : (Math.pow(b, 3) - Math.pow(a, 3)) / (3 * (b - a));
    double fourth = a == b ? Math.pow(a, 4) : (Math.pow(b, 5) - Math.pow(a, 5)) / (5 * (b - a));
    return new Input(label, p, fourth / (p * second * second));
  }

  private static Reading reading(
      Details details, Input more, Input less, String what, double of, double against) {
    return new Reading(
        "features that share, "
            + what
            + " "
            + Math.round(100 * of) / 100.0
            + " against "
            + Math.round(100 * against) / 100.0,
        Prediction.atLeast(0.5).against(0),
        Estimate.difference(
            Estimate.bySeed(details, more.label, SHARING),
            Estimate.bySeed(details, less.label, SHARING)),
        "features");
  }
}
