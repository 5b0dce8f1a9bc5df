package dev.polysweep.report.law.taming;

import dev.polysweep.report.law.Estimate;
import dev.polysweep.report.law.Labels;
import dev.polysweep.report.law.Law;
import dev.polysweep.report.law.Reading;
import dev.polysweep.report.page.Details;
import dev.polysweep.report.page.Prediction;
import java.util.List;

/**
 * An autoencoder whose latents are LeakyReLU has fewer dead ones than one with ReLU, whose gradient
 * is 0 where it is silent.
 *
 * <p>Estimator: the number of latents that are positive on no training row, with LeakyReLU minus
 * with ReLU, paired by seed. The prediction is its sign: at least half a latent fewer, which is
 * less than any difference that one autoencoder can show.
 */
public final class LeakyReluRevives implements Law {

  private static final String DEAD = "dead_features";

  @Override
  public String experiment() {
    return "taming";
  }

  @Override
  public String name() {
    return "LeakyReLU";
  }

  @Override
  public String source() {
    return "the original study of incidental polysemanticity";
  }

  @Override
  public String statement() {
    return "LeakyReLU revives latents of the autoencoder that die with ReLU.";
  }

  @Override
  public List<String> metrics() {
    return List.of(DEAD);
  }

  @Override
  public List<Reading> read(Details details) {
    return Labels.pairs(details, "sae_activation", "leaky_relu", "relu").stream()
        .map(
            pair ->
                new Reading(
                    "dead latents, LeakyReLU against ReLU" + with(details, pair.first()),
                    Prediction.atMost(-0.5).against(0),
                    Estimate.difference(
                        Estimate.bySeed(details, pair.first(), DEAD),
                        Estimate.bySeed(details, pair.second(), DEAD)),
                    "latents"))
        .toList();
  }

  private static String with(Details details, String label) {
    return details.number(label, "sae_clip_norm") > 0 ? ", clipped" : "";
  }
}
