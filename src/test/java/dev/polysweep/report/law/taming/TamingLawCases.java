package dev.polysweep.report.law.taming;

import dev.polysweep.report.law.LawCase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Sweeps on which the laws of {@code taming} bear. */
public final class TamingLawCases {

  private TamingLawCases() {}

  public static List<LawCase> cases() {
    List<LawCase> cases = new ArrayList<>();
    cases.add(
        new LawCase(
            new ClippingCalms(),
            List.of(
                Map.of("noise", "positive_kurtosis", "mlp_clip_norm", 1.0, "sae_clip_norm", 0.0),
                Map.of("noise", "positive_kurtosis", "mlp_clip_norm", 0.0, "sae_clip_norm", 0.0)),
            (s, noise) ->
                Map.of("sae_mse", 1 + (LawCase.number(s, "mlp_clip_norm") > 0 ? 0.1 : 0.3) * noise),
            LawCase.one("sae_mse", 1, 0.3)));
    cases.add(
        new LawCase(
            new LeakyReluRevives(),
            List.of(
                Map.of("sae_activation", "leaky_relu", "sae_clip_norm", 0.0),
                Map.of("sae_activation", "relu", "sae_clip_norm", 0.0)),
            (s, noise) ->
                Map.of("dead_features", s.get("sae_activation").equals("relu") ? 3 + noise : 1.0),
            LawCase.one("dead_features", 3, 1)));
    return cases;
  }
}
