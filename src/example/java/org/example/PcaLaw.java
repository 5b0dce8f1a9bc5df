package org.example;

import dev.polysweep.report.law.Estimate;
import dev.polysweep.report.law.Law;
import dev.polysweep.report.law.Reading;
import dev.polysweep.report.page.Details;
import dev.polysweep.report.page.Prediction;
import java.util.List;

/**
 * A linear autoencoder finds the principal components (Baldi and Hornik 1989), so that it explains
 * as much variance. Estimator: the variance that it explains over that which as many principal
 * components of the distribution explain. The tolerance of 5 % is for the samples, which are few,
 * and for what the last steps leave to be gained.
 */
public final class PcaLaw implements Law {

  @Override
  public String experiment() {
    return "pca";
  }

  @Override
  public String name() {
    return "principal components";
  }

  @Override
  public String source() {
    return "Baldi and Hornik 1989";
  }

  @Override
  public String statement() {
    return "A linear autoencoder explains as much variance as principal components.";
  }

  @Override
  public List<String> metrics() {
    return List.of("explained_variance", "pca_variance");
  }

  @Override
  public List<Reading> read(Details details) {
    return details.labels().stream()
        .map(
            label ->
                new Reading(
                    "variance explained over that of principal components, hidden = " + label,
                    Prediction.near(1, 0.05),
                    Estimate.mean(
                        Estimate.bySeed(
                            details,
                            label,
                            cell ->
                                cell.metric("explained_variance") / cell.metric("pca_variance"))),
                    ""))
        .toList();
  }
}
