package dev.polysweep.report.law.toy;

import dev.polysweep.report.law.Estimate;
import dev.polysweep.report.law.Labels;
import dev.polysweep.report.law.Law;
import dev.polysweep.report.law.Reading;
import dev.polysweep.report.page.Details;
import dev.polysweep.report.page.Prediction;
import java.util.List;
import java.util.Map;

/**
 * As features become sparser their fractions of a dimension D_i keep to lines at 1/2, 2/3, 3/4, 2/5
 * and 3/8.
 *
 * <p>Estimator: the share of D_i within 0.02 of one of these, averaged over the feature
 * probabilities of a seed, in the paper's set-up. In the run that its authors published the share
 * is 0.26 for one seed of 4 000 features, which alone is ± 0.014 (two standard errors); features of
 * one model are not independent, hence the tolerance of 0.05.
 */
public final class NamedFractionsLines implements Law {

  @Override
  public String experiment() {
    return "toy";
  }

  @Override
  public String name() {
    return "lines of D_i";
  }

  @Override
  public String source() {
    return "Elhage et al. 2022, the authors' published run";
  }

  @Override
  public String statement() {
    return "A good quarter of the features has the fraction of a dimension of a regular arrangement.";
  }

  @Override
  public List<String> metrics() {
    return List.of("named_fractions");
  }

  @Override
  public List<Reading> read(Details details) {
    List<String> labels = Labels.with(details, Map.of("n_features", 200, "n_hidden", 20));
    return labels.size() < 10
        ? List.of()
        : List.of(
            new Reading(
                "share of D_i within 0.02 of a named fraction",
                Prediction.near(0.26, 0.05),
                Estimate.share(LinearPolygons.meanBySeed(details, labels, "named_fractions")),
                ""));
  }
}
