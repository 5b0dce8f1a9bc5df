package dev.polysweep.report.law.toy;

import dev.polysweep.report.law.Estimate;
import dev.polysweep.report.law.Labels;
import dev.polysweep.report.law.Law;
import dev.polysweep.report.law.Reading;
import dev.polysweep.report.page.Details;
import dev.polysweep.report.page.Prediction;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The sparser features are, the more of them a model represents in the same dimensions.
 *
 * <p>Estimator: the number of represented features at the sweep's smallest feature probability,
 * minus that at its largest, paired by seed. The prediction is its sign: at least half a feature
 * more, which is less than any difference that one model can show.
 */
public final class SparsityBringsSuperposition implements Law {

  private static final String PROBABILITY = "feature_probability";

  @Override
  public String experiment() {
    return "toy";
  }

  @Override
  public String name() {
    return "sparsity brings superposition";
  }

  @Override
  public String source() {
    return "Elhage et al. 2022; Scherlis et al. 2022";
  }

  @Override
  public String statement() {
    return "The sparser features are, the more of them share the same dimensions.";
  }

  @Override
  public List<String> metrics() {
    return List.of("represented_features");
  }

  @Override
  public List<Reading> read(Details details) {
    List<String> labels =
        Labels.with(details, Map.of("activation", "relu", "n_hidden", 2)).stream()
            .sorted(Comparator.comparingDouble(label -> details.number(label, PROBABILITY)))
            .toList();
    if (labels.isEmpty()) {
      return List.of();
    }
    String sparse = labels.get(0);
    String dense = labels.get(labels.size() - 1);
    if (Labels.pairs(
            details,
            PROBABILITY,
            details.text(sparse, PROBABILITY),
            details.text(dense, PROBABILITY))
        .stream()
        .noneMatch(pair -> !pair.first().equals(pair.second()))) {
      return List.of();
    }
    return List.of(
        new Reading(
            "represented features, probability "
                + details.text(sparse, PROBABILITY)
                + " against "
                + details.text(dense, PROBABILITY),
            Prediction.atLeast(0.5).against(0),
            Estimate.difference(
                Estimate.bySeed(details, sparse, "represented_features"),
                Estimate.bySeed(details, dense, "represented_features")),
            "features"));
  }
}
