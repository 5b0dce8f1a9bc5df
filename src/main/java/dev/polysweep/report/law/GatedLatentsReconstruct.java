package dev.polysweep.report.law;

import dev.polysweep.report.page.Details;
import dev.polysweep.report.page.Prediction;
import java.util.List;
import java.util.stream.Stream;

/**
 * ProLU and JumpReLU, whose latents switch on above a threshold that is learned, reconstruct with
 * 15 to 20 % less error than ReLU.
 *
 * <p>Estimator: the error of the autoencoder's reconstruction against that with ReLU on the same
 * layer of the same networks, paired by seed, in per cent. Error falls with the number of active
 * latents, whatever the architecture, so that only pairs count in which nearly as many are active,
 * to within a tenth. The tolerance is half the span of the claim.
 */
public final class GatedLatentsReconstruct implements Law {

  private static final double CLAIMED = -17.5;
  private static final double SPAN = 2.5;
  private static final double EQUAL = 0.1;
  private static final String ERROR = "sae_mse";
  private static final String ACTIVE = "sae_l0";

  @Override
  public String experiment() {
    return "network";
  }

  @Override
  public String name() {
    return "ProLU and JumpReLU";
  }

  @Override
  public String source() {
    return "the original study of incidental polysemanticity";
  }

  @Override
  public String statement() {
    return "Autoencoders with ProLU or JumpReLU reconstruct with 15 to 20 % less error than with"
        + " ReLU at the same sparsity.";
  }

  @Override
  public List<String> metrics() {
    return List.of(ERROR, ACTIVE);
  }

  @Override
  public List<Reading> read(Details details) {
    return Stream.of("prolu", "jumprelu")
        .flatMap(gated -> Labels.pairs(details, "sae_architecture", gated, "l1").stream())
        .map(pair -> reading(details, pair))
        .filter(reading -> reading.measured().seeds() > 0)
        .toList();
  }

  private static Reading reading(Details details, Labels.Pair pair) {
    double[] gated = Estimate.bySeed(details, pair.first(), ERROR);
    double[] relu = Estimate.bySeed(details, pair.second(), ERROR);
    double[] activeOfGated = Estimate.bySeed(details, pair.first(), ACTIVE);
    double[] activeOfRelu = Estimate.bySeed(details, pair.second(), ACTIVE);
    for (int seed = 0; seed < gated.length; seed++) {
      if (!(Math.abs(activeOfGated[seed] - activeOfRelu[seed]) <= EQUAL * activeOfRelu[seed])) {
        gated[seed] = Double.NaN;
      }
    }
    return new Reading(
        "error of the autoencoder, "
            + pair.first()
            + " against "
            + pair.second()
            + ", where as many latents are active",
        Prediction.near(CLAIMED, SPAN).against(0),
        Estimate.percent(gated, relu),
        "%");
  }
}
