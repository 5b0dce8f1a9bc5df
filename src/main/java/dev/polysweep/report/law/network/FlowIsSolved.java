package dev.polysweep.report.law.network;

import dev.polysweep.metric.SparsifyingFlow;
import dev.polysweep.report.law.Law;
import dev.polysweep.report.law.Reading;
import dev.polysweep.report.page.Details;
import java.util.ArrayList;
import java.util.List;

/**
 * Under an L1 penalty the support of a feature and its ‖w‖₁ are those of {@link SparsifyingFlow},
 * the solution of the source's flow with its constant factors for normal initial weights.
 *
 * <p>Estimator: the two at the end of training over those of the solution. The tolerance of a
 * twentieth is for what the flow leaves out: what features do to each other, and that weights swing
 * about 0.
 */
public final class FlowIsSolved implements Law {

  private static final double TOLERANCE = 0.05;

  @Override
  public String experiment() {
    return "network";
  }

  @Override
  public String name() {
    return "sparsification, solved";
  }

  @Override
  public String source() {
    return "the flow of Lecomte et al. 2023, solved for normal initial weights";
  }

  @Override
  public String statement() {
    return "Under an L1 penalty a feature's weights follow the solution of their flow.";
  }

  @Override
  public List<String> metrics() {
    return List.of("support", "weight_l1");
  }

  @Override
  public List<Reading> read(Details details) {
    List<Reading> readings = new ArrayList<>();
    for (TiedNetwork network : WeightsSparsify.networks(details)) {
      SparsifyingFlow flow =
          SparsifyingFlow.after(network.hidden(), WeightsSparsify.lambdaTime(details, network));
      readings.add(WeightsSparsify.size(details, network, "support", flow.support(), TOLERANCE));
      readings.add(WeightsSparsify.size(details, network, "weight_l1", flow.absolute(), TOLERANCE));
    }
    return readings;
  }
}
