package dev.polysweep.report.law.network;

import dev.polysweep.report.law.Estimate;
import dev.polysweep.report.law.Law;
import dev.polysweep.report.law.Reading;
import dev.polysweep.report.page.Details;
import dev.polysweep.report.page.Prediction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Under an L1 penalty λ the weights of a feature keep their length and lose one neuron after the
 * other: with s(t) = 1/√m + λt, about s⁻² of m neurons are left at time t, and ‖w‖₁ is about s⁻¹.
 *
 * <p>The source derives this from the flow ẇ = (1 − ‖w‖²)w − λ, in which an optimiser's step takes
 * its learning rate, and drops constant factors on the way, which {@link FlowIsSolved} keeps.
 * Estimators: support and ‖w‖₁ at the end of training over the predicted numbers, where a quarter
 * more or less counts as the same; and, over three or more lengths of training, the slopes of the
 * least-squares lines of their logarithms on that of s, for each seed, which constant factors do
 * not touch, and which a tenth of themselves may miss: the source draws them over three decades, in
 * which a tenth is a factor of two.
 */
public final class WeightsSparsify implements Law {

  private static final double SIZE = 0.25;
  private static final double SLOPE = 0.1;

  @Override
  public String experiment() {
    return "network";
  }

  @Override
  public String name() {
    return "sparsification";
  }

  @Override
  public String source() {
    return "Lecomte et al. 2023";
  }

  @Override
  public String statement() {
    return "Under an L1 penalty λ a feature's weights are left in (1/√m + λt)⁻² neurons at time t,"
        + " and their sum is (1/√m + λt)⁻¹.";
  }

  @Override
  public List<String> metrics() {
    return List.of("support", "weight_l1");
  }

  @Override
  public List<Reading> read(Details details) {
    List<TiedNetwork> networks = networks(details);
    List<Reading> readings = new ArrayList<>();
    for (TiedNetwork network : networks) {
      double s = s(details, network);
      readings.add(size(details, network, "support", 1 / (s * s), SIZE));
      readings.add(size(details, network, "weight_l1", 1 / s, SIZE));
    }
    if (networks.size() > 2) {
      readings.add(slope(details, networks, "support", -2));
      readings.add(slope(details, networks, "weight_l1", -1));
    }
    return readings;
  }

  /** The networks that follow the flow, by length of training. */
  static List<TiedNetwork> networks(Details details) {
    return TiedNetwork.of(details).stream()
        .filter(network -> details.number(network.label(), "penalty_l1") > 0)
        .filter(network -> has(details, network, "data_generator", "each"))
        .filter(network -> has(details, network, "optimizer_kind", "sgd"))
        .filter(network -> network.hidden() >= 1000)
        .sorted(Comparator.comparingDouble(network -> details.number(network.label(), "steps")))
        .toList();
  }

  private static boolean has(Details details, TiedNetwork network, String column, String value) {
    return details.text(network.label(), column).equals(value);
  }

  private static double s(Details details, TiedNetwork network) {
    return 1 / Math.sqrt(network.hidden()) + lambdaTime(details, network);
  }

  /** λt at the end of training. */
  static double lambdaTime(Details details, TiedNetwork network) {
    return details.number(network.label(), "penalty_l1")
        * details.number(network.label(), "optimizer_lr")
        * details.number(network.label(), "steps");
  }

  /** A metric over what is expected of it, which is 1 to within a tolerance. */
  static Reading size(
      Details details, TiedNetwork network, String metric, double expected, double tolerance) {
    return new Reading(
        metric
            + " over the predicted one after "
            + Math.round(details.number(network.label(), "steps"))
            + " steps",
        Prediction.near(1, tolerance),
        Estimate.mean(
            Estimate.bySeed(details, network.label(), cell -> cell.metric(metric) / expected)),
        "");
  }

  private static Reading slope(
      Details details, List<TiedNetwork> networks, String metric, int exponent) {
    double[] x = networks.stream().mapToDouble(n -> Math.log(s(details, n))).toArray();
    double[][] y =
        networks.stream()
            .map(n -> Estimate.bySeed(details, n.label(), c -> Math.log(c.metric(metric))))
            .toArray(double[][]::new);
    double[] slopes = new double[y[0].length];
    Arrays.setAll(
        slopes, k -> InverseWidth.slope(x, Arrays.stream(y).mapToDouble(v -> v[k]).toArray()));
    return new Reading(
        "exponent of " + metric + " in 1/√m + λt",
        Prediction.near(exponent, SLOPE * Math.abs(exponent)).against(0),
        Estimate.mean(slopes),
        "");
  }
}
