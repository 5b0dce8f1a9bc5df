package dev.polysweep.report.law.monosemantic;

import dev.polysweep.report.law.LawCase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sweeps on which the laws of {@code monosemantic} bear. */
public final class MonosemanticLawCases {

  private MonosemanticLawCases() {}

  public static List<LawCase> cases() {
    List<LawCase> cases = new ArrayList<>();
    cases.add(
        new LawCase(
            new FewLatentsExplain(),
            List.of(Map.of("sae_d_sae", 256), dictionary(), control(), held()),
            (s, noise) ->
                Map.of("explained_variance", (counts(s) ? 0.93 : 0.5) + 1e-3 * noise, "l0", 6.0),
            (s, noise) -> Map.of("explained_variance", 0.8 + 1e-3 * noise, "l0", 6.0)));
    cases.add(
        new LawCase(
            new RareLatentsSpecialise(),
            List.of(
                Map.of("sae_d_sae", 256),
                control(),
                held(),
                Map.of("sae_d_sae", 256, "data_decay", 1.0)),
            (s, noise) ->
                Map.of(
                    "rare_precision", (counts(s) ? 0.7 : 0.3) + 0.01 * noise,
                    "frequent_precision", 0.7,
                    "dead_features", 3 + noise),
            (s, noise) ->
                Map.of(
                    "rare_precision", 0.4 + 0.01 * noise,
                    "frequent_precision", 0.7,
                    "dead_features", 100 + noise)));
    return cases;
  }

  private static Map<String, Object> control() {
    return Map.of("sae_d_sae", 256, "sae_weights_frozen", "DECODER");
  }

  private static Map<String, Object> held() {
    return Map.of("sae_d_sae", 256, "sae_weights_least_cosine", 0.8);
  }

  private static boolean counts(Map<String, Object> settings) {
    return !settings.containsKey("sae_weights_frozen")
        && !settings.containsKey("sae_weights_least_cosine")
        && !settings.containsKey("data_decay");
  }

  private static Map<String, Object> dictionary() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("sae_d_sae", null);
    settings.put("sae_expansion", 2.0);
    settings.put("data_d_in", 128);
    return settings;
  }
}
