package dev.polysweep.report.law.toy;

import dev.polysweep.metric.geometry.SuperpositionPhase;
import dev.polysweep.report.law.LawCase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Sweeps on which the laws of {@code toy} bear. */
public final class ToyLawCases {

  /** Settings of four features in two dimensions. */
  public static final List<Map<String, Object>> FOUR_IN_TWO = List.of(toy(4, 2, "relu", 0.03));

  private ToyLawCases() {}

  public static List<LawCase> cases() {
    List<LawCase> cases = new ArrayList<>();
    cases.add(
        new LawCase(
            new RegularPolygons(),
            List.of(toy(4, 2, "relu", 0.03), toy(8, 2, "relu", 0.03)),
            LawCase.flag("regular_polygon", 9),
            LawCase.flag("regular_polygon", 0.5)));
    cases.add(
        new LawCase(
            new LinearPolygons(),
            List.of(toy(4, 2, "linear", 0.03), toy(5, 2, "linear", 0.03)),
            LawCase.flag("regular_polygon", 9),
            LawCase.flag("regular_polygon", -9)));
    cases.add(
        new LawCase(
            new LinearModelIsPca(),
            List.of(toy(5, 2, "linear", 0.03)),
            LawCase.one("projection_error", 1e-3, 1e-5),
            LawCase.one("projection_error", 0.2, 0.01)));
    cases.add(
        new LawCase(
            new PhaseDiagram(),
            List.of(toy(2, 1, "relu", 0.1), toy(2, 1, "relu", 0.01), toy(2, 1, "relu", 1)),
            (s, noise) -> phase(s, false),
            (s, noise) -> phase(s, noise > 0)));

    List<Map<String, Object>> geometry = new ArrayList<>();
    for (int i = 1; i <= 10; i++) {
      geometry.add(toy(200, 20, "relu", 0.1 * i));
    }
    cases.add(
        new LawCase(
            new NamedFractionsLines(),
            geometry,
            LawCase.one("named_fractions", 0.27, 0.02),
            LawCase.one("named_fractions", 0.5, 0.02)));
    cases.add(
        new LawCase(
            new Capacity(),
            List.of(toy(5, 2, "relu", 0.03), toy(8, 2, "relu", 0.03)),
            (s, noise) ->
                Map.of("dim_fracs_mean", (1.99 + 1e-3 * noise) / LawCase.number(s, "n_features")),
            (s, noise) ->
                Map.of("dim_fracs_mean", (2.5 + 0.01 * noise) / LawCase.number(s, "n_features"))));
    cases.add(
        new LawCase(
            new SparsityBringsSuperposition(),
            List.of(toy(5, 2, "relu", 0.02), toy(5, 2, "relu", 1)),
            (s, noise) ->
                Map.of(
                    "represented_features",
                    LawCase.number(s, "feature_probability") < 0.1 ? (noise > 0 ? 5.0 : 4.0) : 2.0),
            (s, noise) -> Map.of("represented_features", noise > 0 ? 3.0 : 2.0)));

    double best = new PolygonCost(5, 0.03).least() / 5;
    cases.add(
        new LawCase(
            new PolygonLoss(),
            List.of(toy(5, 2, "relu", 0.03)),
            (s, noise) ->
                Map.of("regular_polygon", 1.0, "final_loss", best * (1.01 + 0.02 * noise)),
            (s, noise) ->
                Map.of("regular_polygon", 1.0, "final_loss", best * (1.2 + 0.02 * noise))));
    return cases;
  }

  private static Map<String, Object> toy(int features, int hidden, String act, double probability) {
    return Map.of(
        "n_features", features,
        "n_hidden", hidden,
        "activation", act,
        "importance", "null",
        "importance_decay", 1,
        "loss_reduction", "mean",
        "feature_probability", probability);
  }

  private static Map<String, Double> phase(Map<String, Object> settings, boolean wrong) {
    double s = LawCase.number(settings, "feature_probability");
    double predicted = SuperpositionPhase.cheapest(s, 1).ordinal();
    return Map.of(
        "phase",
        wrong ? predicted + 1 : predicted,
        "phase_predicted",
        predicted,
        "phase_margin",
        1.0);
  }
}
