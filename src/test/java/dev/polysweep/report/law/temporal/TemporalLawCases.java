package dev.polysweep.report.law.temporal;

import dev.polysweep.report.law.LawCase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Sweeps on which the laws of {@code temporal} bear. */
public final class TemporalLawCases {

  private TemporalLawCases() {}

  public static List<LawCase> cases() {
    List<LawCase> cases = new ArrayList<>();
    cases.add(
        new LawCase(
            new InterventionsBeatPlacebo(),
            List.of(
                Map.of("policy", "threshold", "correlation_schedule", "static"),
                Map.of("policy", "placebo", "correlation_schedule", "static")),
            (s, noise) ->
                Map.of("psi", (s.get("policy").equals("placebo") ? 1 : 0.9) + 0.1 * noise),
            LawCase.one("psi", 1, 0.1)));
    cases.add(
        new LawCase(
            new SchedulesTransfer(),
            List.of(
                Map.of("policy", "transfer", "correlation_schedule", "static"),
                Map.of("policy", "transfer_placebo", "correlation_schedule", "static")),
            (s, noise) ->
                Map.of("psi", (s.get("policy").equals("transfer") ? 0.9 : 1) + 0.1 * noise),
            LawCase.one("psi", 1, 0.1)));

    List<Map<String, Object>> plans = new ArrayList<>();
    for (int epoch : new int[] {20, 60, 100}) {
      for (int strength : new int[] {1, 2, 4}) {
        plans.add(Map.of("policy", "manual", "manual", epoch + " weight_reset " + strength));
      }
    }
    cases.add(
        new LawCase(
            new TimingBeatsStrength(),
            plans,
            (s, noise) -> Map.of("psi", 1 + 0.01 * part(s, 0) + 0.01 * noise),
            (s, noise) ->
                Map.of("psi", 1 + 0.1 * part(s, 2) - 1e-4 * part(s, 0) * noise + 0.01 * noise)));
    return cases;
  }

  private static double part(Map<String, Object> settings, int word) {
    return Double.parseDouble(settings.get("manual").toString().split(" ")[word]);
  }
}
