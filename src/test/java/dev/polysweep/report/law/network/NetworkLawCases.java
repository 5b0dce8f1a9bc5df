package dev.polysweep.report.law.network;

import dev.polysweep.metric.SparsifyingFlow;
import dev.polysweep.report.law.LawCase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sweeps on which the laws of {@code network} bear. */
public final class NetworkLawCases {

  private NetworkLawCases() {}

  public static List<LawCase> cases() {
    List<LawCase> cases = new ArrayList<>();
    Map<String, Object> each = Map.of("data_generator", "each", "penalty_l1", 1e-4);
    cases.add(
        new LawCase(
            new IncidentalCollisions(),
            List.of(tied(32, 1024, "none", each)),
            LawCase.one("collisions", 0.25, 0.05),
            LawCase.one("collisions", 0.5, 0.05)));
    cases.add(
        new LawCase(
            new NoiseSparsifies(),
            List.of(tied(8, 16, "bipolar", Map.of()), tied(8, 16, "gaussian", Map.of())),
            (s, noise) ->
                Map.of(
                    "sparsity_w4",
                    (s.get("layers").toString().contains("bipolar") ? 2 : 1) + 0.1 * noise),
            LawCase.one("sparsity_w4", 1, 0.1)));

    List<Map<String, Object>> widths = new ArrayList<>();
    List<Map<String, Object>> linear = new ArrayList<>();
    for (int m : new int[] {4, 8, 16}) {
      widths.add(tied(64, m, "none", power(-0.2)));
      linear.add(tied(64, m, "linear", "none", power(0)));
    }
    cases.add(
        new LawCase(
            new InverseWidth(),
            widths,
            (s, noise) -> Map.of("final_loss", (1 + 0.01 * noise) / width(s)),
            (s, noise) -> Map.of("final_loss", (1 + 0.01 * noise) / Math.sqrt(width(s)))));
    cases.add(
        new LawCase(
            new TailSum(),
            linear,
            (s, noise) -> Map.of("final_loss", tail(s) * (1 + 0.01 * noise)),
            (s, noise) -> Map.of("final_loss", tail(s) * (0.5 + 0.01 * noise))));

    List<Map<String, Object>> samples = new ArrayList<>();
    for (int t : new int[] {5, 20, 500}) {
      samples.add(
          tied(
              100,
              2,
              "none",
              Map.of("data_samples", t, "data_unit_norm", true, "data_held_out", 4096)));
    }
    cases.add(
        new LawCase(
            new Memorisation(),
            samples,
            (s, noise) -> memory(s, noise, 1),
            (s, noise) -> memory(s, noise, -1)));
    cases.add(
        new LawCase(
            new GatedLatentsReconstruct(),
            List.of(
                autoencoder("prolu", 4),
                autoencoder("jumprelu", 4),
                autoencoder("l1", 3),
                autoencoder("l1", 5)),
            (s, noise) -> gated(s, 0.825, noise),
            (s, noise) -> gated(s, 1, noise)));
    cases.add(
        new LawCase(
            new CompressedComputation(),
            List.of(residual(0), residual(0.5), residual(1)),
            (s, noise) ->
                Map.of(
                    "val_mse",
                    0.5 * 0.01 / 6 * (1 - 0.2 * LawCase.number(s, "target_mixing") + 0.01 * noise)),
            LawCase.one("val_mse", 0.3 * 0.01 / 6, 1e-6)));

    List<Map<String, Object>> lengths = new ArrayList<>();
    for (int steps : new int[] {1000, 2000, 4000}) {
      lengths.add(
          tied(
              4,
              4096,
              "none",
              Map.of(
                  "data_generator",
                  "each",
                  "optimizer_kind",
                  "sgd",
                  "optimizer_lr",
                  0.1,
                  "penalty_l1",
                  2e-4,
                  "steps",
                  steps)));
    }
    cases.add(
        new LawCase(
            new WeightsSparsify(),
            lengths,
            (s, noise) -> sparsified(s, 1.1 + 0.01 * noise, 1),
            (s, noise) -> sparsified(s, 2 + 0.01 * noise, 0.5)));
    cases.add(
        new LawCase(
            new FlowIsSolved(),
            lengths,
            (s, noise) -> solved(s, 1.01 + 0.02 * noise),
            (s, noise) -> solved(s, 1.2 + 0.02 * noise)));
    cases.add(
        new LawCase(
            new KurtosisBringsSharing(),
            List.of(inputs(2.4, 1), inputs(2.4, 0), inputs(4.32, 0)),
            (s, noise) ->
                Map.of(
                    "sharing_features",
                    (LawCase.number(s, "data_magnitude_min") > 0 ? 6 : 10)
                        - (LawCase.number(s, "data_active_mean") > 4 ? 5 : 0)
                        + noise),
            LawCase.one("sharing_features", 6, 1)));
    return cases;
  }

  private static Map<String, Object> tied(int n, int m, String noise, Map<String, Object> more) {
    return tied(n, m, "relu", noise, more);
  }

  private static Map<String, Object> tied(
      int n, int m, String activation, String noise, Map<String, Object> more) {
    Map<String, Object> settings = new LinkedHashMap<>(more);
    settings.put(
        "layers",
        "[{\"activation\":\"linear\",\"noise\":\""
            + noise
            + "\",\"noise_sigma\":0.1,\"tied_to\":null,\"width\":"
            + m
            + "},{\"activation\":\""
            + activation
            + "\",\"noise\":\"none\",\"noise_sigma\":0.1,\"tied_to\":0,\"width\":"
            + n
            + "}]");
    return settings;
  }

  private static double width(Map<String, Object> settings) {
    return Double.parseDouble(
        settings.get("layers").toString().replaceAll("(?s)^.*?\"width\":([0-9]+).*$", "$1"));
  }

  private static Map<String, Object> residual(double mixing) {
    return Map.of(
        "target_of",
        "residual",
        "target_mixing",
        mixing,
        "data_signed",
        true,
        "data_feature_probability",
        0.01,
        "widths",
        "[40,20,40]");
  }

  private static Map<String, Object> inputs(double active, double least) {
    return Map.of(
        "data_generator",
        "correlated",
        "data_correlation",
        0.0,
        "data_decay",
        1.0,
        "data_n_features",
        12,
        "data_active_mean",
        active,
        "data_magnitude_min",
        least,
        "data_magnitude_max",
        1.0);
  }

  private static Map<String, Double> solved(Map<String, Object> settings, double factor) {
    SparsifyingFlow flow = SparsifyingFlow.after(4096, 2e-5 * LawCase.number(settings, "steps"));
    return Map.of("support", factor * flow.support(), "weight_l1", factor * flow.absolute());
  }

  private static Map<String, Double> sparsified(
      Map<String, Object> settings, double factor, double power) {
    double s = 1 / 64.0 + 2e-5 * LawCase.number(settings, "steps");
    return Map.of(
        "support", factor * Math.pow(s, -2 * power), "weight_l1", factor * Math.pow(s, -power));
  }

  private static Map<String, Object> power(double decay) {
    return Map.of(
        "data_feature_power",
        1.2,
        "data_feature_probability",
        0.2,
        "optimizer_weight_decay",
        decay,
        "optimizer_bias_decay_factor",
        1.0,
        "loss_features",
        "sum");
  }

  private static double tail(Map<String, Object> settings) {
    double tail = 0;
    for (int i = (int) width(settings) + 1; i <= 64; i++) {
      double p = 0.2 * Math.pow(i, -1.2);
      tail += p / 3 - p * p / 4;
    }
    return tail;
  }

  private static Map<String, Double> memory(Map<String, Object> settings, double noise, int sign) {
    double t = LawCase.number(settings, "data_samples");
    double side = t < 100 ? 0.1 : -0.1;
    return Map.of(
        "sample_dim_fracs_max_0", 0.3 + sign * side + 0.01 * noise,
        "dim_fracs_max", 0.3,
        "val_mse", 1 + (t == 20 ? sign * 0.1 : 0) + 1e-3 * noise);
  }

  private static Map<String, Object> autoencoder(String architecture, double target) {
    return Map.of("sae_architecture", architecture, "sae_target_l0", target);
  }

  /** Errors fall as one over the number of active latents; far outside ReLU's they do not count. */
  private static Map<String, Double> gated(
      Map<String, Object> settings, double part, double noise) {
    boolean relu = settings.get("sae_architecture").equals("l1");
    if (!relu && noise > 1) {
      return Map.of("sae_l0", 8.0, "sae_mse", 0.01);
    }
    double active = LawCase.number(settings, "sae_target_l0") + 0.1 * noise;
    return Map.of("sae_l0", active, "sae_mse", (relu ? 1 : part) * (1 + 0.02 * noise) * 4 / active);
  }
}
