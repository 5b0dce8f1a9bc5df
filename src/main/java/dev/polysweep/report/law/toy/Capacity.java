package dev.polysweep.report.law.toy;

import dev.polysweep.report.law.Estimate;
import dev.polysweep.report.law.Labels;
import dev.polysweep.report.law.Law;
import dev.polysweep.report.law.Reading;
import dev.polysweep.report.page.Details;
import dev.polysweep.report.page.Prediction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The capacities of all features, C_i = (W_i·W_i)²/Σ_j(W_i·W_j)², which are the D_i of Elhage et
 * al., add up to the number of hidden dimensions at most, and a good model uses nearly all of it.
 *
 * <p>Estimator: Σ C_i over the number of hidden dimensions, averaged over the sweep's models of a
 * seed. The bound is a theorem; its tolerance of 10⁻⁴ is for the rounding of float weights. For the
 * use of the capacity the tolerance is a twentieth.
 */
public final class Capacity implements Law {

  private static final double ROUNDING = 1e-4;

  @Override
  public String experiment() {
    return "toy";
  }

  @Override
  public String name() {
    return "capacity";
  }

  @Override
  public String source() {
    return "Scherlis et al. 2022";
  }

  @Override
  public String statement() {
    return "The capacities of all features add up to the number of hidden dimensions, and to no"
        + " more.";
  }

  @Override
  public List<String> metrics() {
    return List.of("dim_fracs_mean");
  }

  @Override
  public List<Reading> read(Details details) {
    List<double[]> used = new ArrayList<>();
    for (String label : Labels.with(details, Map.of())) {
      double features = details.number(label, "n_features");
      double hidden = details.number(label, "n_hidden");
      if (hidden > 1 && features > hidden) {
        used.add(
            Estimate.bySeed(
                details, label, cell -> cell.metric("dim_fracs_mean") * features / hidden));
      }
    }
    if (used.isEmpty()) {
      return List.of();
    }
    double[] largest = new double[used.get(0).length];
    Arrays.setAll(largest, s -> used.stream().mapToDouble(u -> u[s]).max().orElseThrow());
    double[] means = new double[largest.length];
    Arrays.setAll(means, s -> used.stream().mapToDouble(u -> u[s]).average().orElseThrow());
    return List.of(
        new Reading(
            "largest Σ C_i over hidden dimensions of a seed",
            Prediction.atMost(1 + ROUNDING),
            Estimate.mean(largest),
            ""),
        new Reading(
            "Σ C_i over hidden dimensions", Prediction.near(1, 0.05), Estimate.mean(means), ""));
  }
}
