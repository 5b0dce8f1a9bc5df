package dev.polysweep.report.law.monosemantic;

import dev.polysweep.report.law.Estimate;
import dev.polysweep.report.law.Law;
import dev.polysweep.report.law.Reading;
import dev.polysweep.report.page.Details;
import dev.polysweep.report.page.Prediction;
import dev.polysweep.report.page.Titles;
import java.util.Arrays;
import java.util.List;

/**
 * A small set of latents explains 91.12 % of the activations.
 *
 * <p>Estimator: the share of the variance that autoencoders explain of which at most a twentieth of
 * the latents are active in a sample, on average over samples and seeds; controls with frozen or
 * held weights do not count. The source gives one number of one autoencoder and calls it accuracy,
 * without its formula and without the number of active latents; what can be asked of other
 * activations is whether few latents reach as much.
 */
public final class FewLatentsExplain implements Law {

  private static final double FEW = 0.05;
  private static final double CLAIMED = 91.12;

  @Override
  public String experiment() {
    return "monosemantic";
  }

  @Override
  public String name() {
    return "few latents explain activations";
  }

  @Override
  public String source() {
    return "the original study of monosemanticity";
  }

  @Override
  public String statement() {
    return "A small set of features explains 91.12 % of the activations.";
  }

  @Override
  public List<String> metrics() {
    return List.of("explained_variance", "l0");
  }

  @Override
  public List<Reading> read(Details details) {
    Titles titles = new Titles(details);
    return details.labels().stream()
        .filter(label -> !details.cells(label).isEmpty() && trained(details, label))
        .filter(label -> active(details, label) <= FEW * latents(details, label))
        .map(
            label ->
                new Reading(
                    "explained variance, "
                        + titles.of(label)
                        + ", "
                        + Math.round(100 * active(details, label) / latents(details, label))
                        + " % of the latents active",
                    Prediction.atLeast(CLAIMED),
                    Estimate.mean(
                        Estimate.bySeed(
                            details, label, cell -> 100 * cell.metric("explained_variance"))),
                    "%"))
        .toList();
  }

  private static double active(Details details, String label) {
    return Arrays.stream(Estimate.bySeed(details, label, "l0"))
        .filter(Double::isFinite)
        .average()
        .orElse(Double.NaN);
  }

  /** Whether all weights of a configuration's autoencoder were trained freely: it is no control. */
  static boolean trained(Details details, String label) {
    return details.text(label, "sae_weights_frozen").matches("(?i)none|null")
        && !(details.number(label, "sae_weights_least_cosine") > -1);
  }

  /** The number of latents of a configuration's autoencoder. */
  static double latents(Details details, String label) {
    double given = details.number(label, "sae_d_sae");
    return Double.isNaN(given)
        ? Math.max(
            1,
            Math.rint(details.number(label, "sae_expansion") * details.number(label, "data_d_in")))
        : given;
  }
}
