package dev.polysweep.report.law.network;

import dev.polysweep.report.law.Estimate;
import dev.polysweep.report.law.Law;
import dev.polysweep.report.law.Reading;
import dev.polysweep.report.page.Details;
import dev.polysweep.report.page.Prediction;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * In strong superposition, where every feature is represented, the loss falls as one over the
 * width, whatever the features' frequencies.
 *
 * <p>Estimator: the slope of the least-squares line of the logarithm of the final loss on that of
 * the width, for each seed; it needs three widths with the same weight decay. Strong superposition
 * is where the decay is negative or 0. The negative decay of the source's code grows the weights of
 * a feature towards the norm 1 and leaves biases as they are; here it is plain, with biases or
 * without. The tolerance of 0.15 is the spread of the exponents that the source reports, 1 ± 0.1,
 * and something for networks as small as these.
 */
public final class InverseWidth implements Law {

  @Override
  public String experiment() {
    return "network";
  }

  @Override
  public String name() {
    return "loss over width";
  }

  @Override
  public String source() {
    return "Liu et al. 2025";
  }

  @Override
  public String statement() {
    return "In strong superposition the loss falls as one over the width.";
  }

  @Override
  public List<String> metrics() {
    return List.of("final_loss");
  }

  @Override
  public List<Reading> read(Details details) {
    Map<Growth, List<TiedNetwork>> byGrowth =
        networks(details, "relu").stream()
            .collect(
                Collectors.groupingBy(
                    network -> Growth.of(details, network), TreeMap::new, Collectors.toList()));
    return byGrowth.entrySet().stream()
        .filter(entry -> entry.getKey().decay <= 0)
        .filter(entry -> entry.getValue().stream().map(TiedNetwork::hidden).distinct().count() >= 3)
        .map(entry -> reading(details, entry.getKey(), entry.getValue()))
        .toList();
  }

  /** The weight decay of weights, and that of biases over it. */
  private record Growth(double decay, double ofBiases) implements Comparable<Growth> {
    static Growth of(Details details, TiedNetwork network) {
      return new Growth(
          details.number(network.label(), "optimizer_weight_decay"),
          details.number(network.label(), "optimizer_bias_decay_factor"));
    }

    @Override
    public int compareTo(Growth other) {
      int decays = Double.compare(decay, other.decay);
      return decays != 0 ? decays : Double.compare(other.ofBiases, ofBiases);
    }
  }

  private static Reading reading(Details details, Growth growth, List<TiedNetwork> networks) {
    String alone = growth.decay < 0 && growth.ofBiases == 0 ? ", weights alone grow" : "";
    return new Reading(
        "exponent of the loss in m, m = "
            + networks.get(0).hidden()
            + " to "
            + networks.get(networks.size() - 1).hidden()
            + alone,
        Prediction.near(-1, 0.15).against(0),
        Estimate.mean(slopes(details, networks)),
        "");
  }

  /** The networks of power-law features with an activation function, by width. */
  static List<TiedNetwork> networks(Details details, String activation) {
    return TiedNetwork.of(details).stream()
        .filter(network -> details.number(network.label(), "data_feature_power") > 0)
        .filter(network -> network.hidden() < network.features())
        .filter(network -> network.activation().equals(activation))
        .sorted(Comparator.comparingInt(TiedNetwork::hidden))
        .toList();
  }

  private static double[] slopes(Details details, List<TiedNetwork> networks) {
    double[] x = networks.stream().mapToDouble(network -> Math.log(network.hidden())).toArray();
    double[][] y =
        networks.stream()
            .map(
                network ->
                    Estimate.bySeed(
                        details, network.label(), cell -> Math.log(cell.metric("final_loss"))))
            .toArray(double[][]::new);
    double[] slopes = new double[y[0].length];
    Arrays.setAll(slopes, s -> slope(x, Arrays.stream(y).mapToDouble(v -> v[s]).toArray()));
    return slopes;
  }

  /** The slope of the least-squares line of y on x. */
  static double slope(double[] x, double[] y) {
    double meanX = Arrays.stream(x).average().orElseThrow();
    double meanY = Arrays.stream(y).average().orElseThrow();
    double products = 0;
    double squares = 0;
    for (int i = 0; i < x.length; i++) {
      products += (x[i] - meanX) * (y[i] - meanY);
      squares += (x[i] - meanX) * (x[i] - meanX);
    }
    return products / squares;
  }
}
