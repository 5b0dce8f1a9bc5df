package dev.polysweep.report.law.temporal;

import dev.polysweep.report.law.Estimate;
import dev.polysweep.report.law.Labels;
import dev.polysweep.report.law.Law;
import dev.polysweep.report.law.Reading;
import dev.polysweep.report.page.Details;
import dev.polysweep.report.page.Prediction;
import java.util.List;

/**
 * A schedule of interventions that the rule found on one network helps another one.
 *
 * <p>Estimator: the final index of networks that get the interventions of another network's rule,
 * minus that with a placebo at the same epochs, paired by seed, in per cent. As for the rule
 * itself, less than 2 % does not count as lower.
 */
public final class SchedulesTransfer implements Law {

  @Override
  public String experiment() {
    return "temporal";
  }

  @Override
  public String name() {
    return "transfer of interventions";
  }

  @Override
  public String source() {
    return "proposed by the original study of polysemanticity over training";
  }

  @Override
  public String statement() {
    return "A schedule of interventions found on one network lowers the index of another.";
  }

  @Override
  public List<String> metrics() {
    return List.of("psi");
  }

  @Override
  public List<Reading> read(Details details) {
    return Labels.pairs(details, "policy", "transfer", "transfer_placebo").stream()
        .map(
            pair ->
                new Reading(
                    "index against the transfer's placebo, correlation "
                        + details.text(pair.first(), "correlation_schedule"),
                    Prediction.atMost(-2).against(0),
                    Estimate.percent(
                        Estimate.bySeed(details, pair.first(), "psi"),
                        Estimate.bySeed(details, pair.second(), "psi")),
                    "%"))
        .toList();
  }
}
