package dev.polysweep.report.law.temporal;

import dev.polysweep.report.law.Estimate;
import dev.polysweep.report.law.Labels;
import dev.polysweep.report.law.Law;
import dev.polysweep.report.law.Reading;
import dev.polysweep.report.page.Details;
import dev.polysweep.report.page.Prediction;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Interventions at the times that the rule chooses lower the polysemanticity index, whether the
 * rule also chooses their kind ({@code threshold}) or what worked before does ({@code adaptive}).
 *
 * <p>Estimator: the final index under the policy minus that under placebo, where the rule fires and
 * nothing is changed, paired by seed, in per cent. Less than 2 % does not count as lower: the index
 * of one network varies by more between neighbouring measurements.
 */
public final class InterventionsBeatPlacebo implements Law {

  /** The policies whose interventions the rule triggers. */
  public static final List<String> POLICIES = List.of("threshold", "adaptive");

  @Override
  public String experiment() {
    return "temporal";
  }

  @Override
  public String name() {
    return "interventions against placebo";
  }

  @Override
  public String source() {
    return "the original study of polysemanticity over training";
  }

  @Override
  public String statement() {
    return "Interventions triggered by the rule lower the polysemanticity index.";
  }

  @Override
  public List<String> metrics() {
    return List.of("psi");
  }

  @Override
  public List<Reading> read(Details details) {
    return POLICIES.stream().flatMap(policy -> against(details, policy)).toList();
  }

  private static Stream<Reading> against(Details details, String policy) {
    return Labels.pairs(details, "policy", policy, "placebo").stream()
        .map(
            pair ->
                new Reading(
                    "index, "
                        + policy
                        + " against placebo, correlation "
                        + details
                            .text(pair.first(), "correlation_schedule")
                            .toLowerCase(Locale.ROOT),
                    Prediction.atMost(-2).against(0),
                    Estimate.percent(
                        Estimate.bySeed(details, pair.first(), "psi"),
                        Estimate.bySeed(details, pair.second(), "psi")),
                    "%"));
  }
}
