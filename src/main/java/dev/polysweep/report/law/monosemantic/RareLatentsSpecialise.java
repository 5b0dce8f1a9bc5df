package dev.polysweep.report.law.monosemantic;

import dev.polysweep.report.law.Estimate;
import dev.polysweep.report.law.Law;
import dev.polysweep.report.law.Reading;
import dev.polysweep.report.page.Details;
import dev.polysweep.report.page.Prediction;
import dev.polysweep.report.page.Titles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Latents that fire rarely are specialised, and not dead.
 *
 * <p>Where the true features are known, a latent is specialised as far as its firing is that of its
 * nearest feature. Estimators: this share, mean over the rarer half of the latents that fire, minus
 * that of the others, paired by seed, which may be a tenth below 0 and still count as equally
 * specialised; and the share of latents that never fire, of which one in twenty is tolerated, as
 * resampling has to overlook the latest ones. Controls with frozen or held weights, and features
 * that are equally frequent, do not count.
 */
public final class RareLatentsSpecialise implements Law {

  private static final String RARE = "rare_precision";
  private static final double EQUALLY_FREQUENT = 1;

  @Override
  public String experiment() {
    return "monosemantic";
  }

  @Override
  public String name() {
    return "rare latents";
  }

  @Override
  public String source() {
    return "the original study of monosemanticity";
  }

  @Override
  public String statement() {
    return "Low-frequency features are specialised rather than dead.";
  }

  @Override
  public List<String> metrics() {
    return List.of(RARE, "frequent_precision", "dead_features");
  }

  @Override
  public List<Reading> read(Details details) {
    List<Reading> readings = new ArrayList<>();
    Titles titles = new Titles(details);
    for (String label : details.labels()) {
      double[] rare = Estimate.bySeed(details, label, RARE);
      if (FewLatentsExplain.trained(details, label)
          && details.number(label, "data_decay") != EQUALLY_FREQUENT
          && Arrays.stream(rare).anyMatch(Double::isFinite)) {
        readings.add(
            new Reading(
                "share of right firing, rare latents minus frequent ones, " + titles.of(label),
                Prediction.atLeast(-0.1),
                Estimate.difference(rare, Estimate.bySeed(details, label, "frequent_precision")),
                ""));
        double latents = FewLatentsExplain.latents(details, label);
        readings.add(
            new Reading(
                "share of latents that never fire, " + titles.of(label),
                Prediction.atMost(0.05),
                Estimate.share(
                    Estimate.bySeed(
                        details, label, cell -> cell.metric("dead_features") / latents)),
                ""));
      }
    }
    return readings;
  }
}
