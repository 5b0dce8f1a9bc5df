package dev.polysweep.report.law.network;

import dev.polysweep.report.law.Estimate;
import dev.polysweep.report.law.Labels;
import dev.polysweep.report.law.Law;
import dev.polysweep.report.law.Reading;
import dev.polysweep.report.page.Details;
import dev.polysweep.report.page.Prediction;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * ProLU and JumpReLU, whose latents switch on above a threshold that is learned, reconstruct with
 * 15 to 20 % less error than ReLU.
 *
 * <p>Estimator: the error of the autoencoder's reconstruction against that with ReLU on the same
 * layer of the same networks, paired by seed, in per cent. Error falls with the number of active
 * latents, whatever the architecture, so ReLU's is taken at the number that the other has: between
 * two configurations that differ in {@code sae.target_l0}, the logarithm of the error is a straight
 * line of that of the number. A seed whose number lies outside ReLU's by more than a tenth does not
 * count. The tolerance is half the span of the claim.
 */
public final class GatedLatentsReconstruct implements Law {

  private static final double CLAIMED = -17.5;
  private static final double SPAN = 2.5;
  private static final double EQUAL = 0.1;
  private static final String ARCHITECTURE = "sae_architecture";
  private static final String TARGET = "sae_target_l0";
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
        .flatMap(architecture -> Labels.with(details, Map.of(ARCHITECTURE, architecture)).stream())
        .map(gated -> reading(details, gated))
        .filter(reading -> reading.measured().seeds() > 0)
        .toList();
  }

  private static Reading reading(Details details, String gated) {
    List<String> relu =
        Labels.with(details, Map.of(ARCHITECTURE, "l1")).stream()
            .filter(label -> Labels.agreeBut(details, gated, label, ARCHITECTURE, TARGET))
            .toList();
    double[] error = Estimate.bySeed(details, gated, ERROR);
    double[] active = Estimate.bySeed(details, gated, ACTIVE);
    double[] errorOfRelu = new double[error.length];
    List<double[]> errors = relu.stream().map(r -> Estimate.bySeed(details, r, ERROR)).toList();
    List<double[]> actives = relu.stream().map(r -> Estimate.bySeed(details, r, ACTIVE)).toList();
    for (int seed = 0; seed < error.length; seed++) {
      NavigableMap<Double, Double> curve = new TreeMap<>();
      for (int r = 0; r < relu.size(); r++) {
        if (actives.get(r)[seed] > 0) {
          curve.put(actives.get(r)[seed], errors.get(r)[seed]);
        }
      }
      errorOfRelu[seed] = at(curve, active[seed]);
    }
    return new Reading(
        "error of the autoencoder, " + gated + " against ReLU with as many active latents",
        Prediction.near(CLAIMED, SPAN).against(0),
        Estimate.percent(error, errorOfRelu),
        "%");
  }

  /** The error at a number of active latents; NaN too far outside the curve. */
  static double at(NavigableMap<Double, Double> curve, double active) {
    Map.Entry<Double, Double> below = curve.floorEntry(active);
    Map.Entry<Double, Double> above = curve.ceilingEntry(active);
    if (below != null && above != null && !below.equals(above)) {
      double part = Math.log(active / below.getKey()) / Math.log(above.getKey() / below.getKey());
      return below.getValue() * Math.pow(above.getValue() / below.getValue(), part);
    }
    Map.Entry<Double, Double> end = below == null ? above : below;
    return end != null && Math.abs(active - end.getKey()) <= EQUAL * end.getKey()
        ? end.getValue()
        : Double.NaN;
  }
}
