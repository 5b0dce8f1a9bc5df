package dev.polysweep.report.law.network;

import dev.polysweep.report.law.Estimate;
import dev.polysweep.report.law.Law;
import dev.polysweep.report.law.Reading;
import dev.polysweep.report.page.Details;
import dev.polysweep.report.page.Prediction;
import java.util.ArrayList;
import java.util.List;

/**
 * Incidental polysemanticity: where n features find neurons of their own among m, by chance some
 * neurons get two, of opposite sign: about n²/4m.
 *
 * <p>Each feature takes the neuron to which it has the largest weight at the start, with either
 * sign; of features of one sign that want the same neuron one wins. A neuron ends with two features
 * if somebody wants it with each sign, which for independent wishes has the chance (1 −
 * e^(−n/2m))², so that m(1 − e^(−n/2m))² neurons do, and n²/4m where m is much larger than n.
 * Estimator: the number of neurons with two or more weights of size 0.8 to 1.2, over the predicted
 * number. The tolerance of 15 % is for the finite n, of which the wishes are only nearly
 * independent, and for losers that move on to a neuron that is taken.
 */
public final class IncidentalCollisions implements Law {

  @Override
  public String experiment() {
    return "network";
  }

  @Override
  public String name() {
    return "collisions";
  }

  @Override
  public String source() {
    return "Lecomte et al. 2023";
  }

  @Override
  public String statement() {
    return "Of m neurons that n features share out, n²/4m get two features by chance, or"
        + " m(1 − e^(−n/2m))² where many are taken.";
  }

  @Override
  public List<String> metrics() {
    return List.of("collisions");
  }

  @Override
  public List<Reading> read(Details details) {
    List<Reading> readings = new ArrayList<>();
    for (TiedNetwork network : TiedNetwork.of(details)) {
      if (details.number(network.label(), "penalty_l1") <= 0
          || !details.text(network.label(), "data_generator").equals("each")) {
        continue;
      }
      double n = network.features();
      double m = network.hidden();
      double free = 1 - Math.exp(-n / (2 * m));
      readings.add(reading(details, network, "n²/4m", n * n / (4 * m)));
      readings.add(reading(details, network, "m(1 − e^(−n/2m))²", m * free * free));
    }
    return readings.stream().filter(reading -> reading.measured().seeds() > 0).toList();
  }

  private static Reading reading(
      Details details, TiedNetwork network, String formula, double expected) {
    return new Reading(
        "neurons with two features over "
            + formula
            + ", n = "
            + network.features()
            + ", m = "
            + network.hidden(),
        Prediction.near(1, 0.15),
        Estimate.mean(
            Estimate.bySeed(
                details, network.label(), cell -> cell.metric("collisions") / expected)),
        "");
  }
}
