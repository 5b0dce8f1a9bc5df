package dev.polysweep.report.law.network;

import dev.polysweep.report.law.Estimate;
import dev.polysweep.report.law.Law;
import dev.polysweep.report.law.Reading;
import dev.polysweep.report.page.Details;
import dev.polysweep.report.page.Prediction;
import java.util.ArrayList;
import java.util.List;

/**
 * Noise of negative excess kurtosis on the hidden units makes weights sparse, as an L1 penalty
 * does; Gaussian noise, whose excess kurtosis is 0, does not.
 *
 * <p>Estimator: the fourth moment of the weights with ±σ noise minus that with Gaussian noise of
 * the same σ, paired by seed, in per cent. The prediction is its sign; at least 5 % must remain,
 * since noise of any kind changes the length of the weights a little.
 */
public final class NoiseSparsifies implements Law {

  @Override
  public String experiment() {
    return "network";
  }

  @Override
  public String name() {
    return "kurtosis of noise";
  }

  @Override
  public String source() {
    return "Lecomte et al. 2023";
  }

  @Override
  public String statement() {
    return "Noise of negative excess kurtosis makes weights sparse, and Gaussian noise does not.";
  }

  @Override
  public List<String> metrics() {
    return List.of("sparsity_w4");
  }

  @Override
  public List<Reading> read(Details details) {
    List<TiedNetwork> networks = TiedNetwork.of(details);
    List<Reading> readings = new ArrayList<>();
    for (TiedNetwork bipolar : networks) {
      networks.stream()
          .filter(other -> other.noise().equals("gaussian") && bipolar.noise().equals("bipolar"))
          .filter(other -> other.sigma() == bipolar.sigma() && other.hidden() == bipolar.hidden())
          .map(gaussian -> reading(details, bipolar, gaussian))
          .forEach(readings::add);
    }
    return readings;
  }

  private static Reading reading(Details details, TiedNetwork bipolar, TiedNetwork gaussian) {
    return new Reading(
        "Σw⁴ with ±σ against Gaussian noise, σ = " + bipolar.sigma(),
        Prediction.atLeast(5).against(0),
        Estimate.percent(
            Estimate.bySeed(details, bipolar.label(), "sparsity_w4"),
            Estimate.bySeed(details, gaussian.label(), "sparsity_w4")),
        "%");
  }
}
