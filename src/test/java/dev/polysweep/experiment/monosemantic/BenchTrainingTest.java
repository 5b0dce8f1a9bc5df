package dev.polysweep.experiment.monosemantic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.polysweep.Fixtures;
import dev.polysweep.data.forest.BenchModel;
import dev.polysweep.engine.Engines;
import dev.polysweep.engine.sae.SaeConstraints.Decoder;
import dev.polysweep.engine.sae.SaeSession;
import dev.polysweep.experiment.ConfigurationBuilder;
import dev.polysweep.experiment.monosemantic.MonosemanticConfig.Architecture;
import dev.polysweep.experiment.monosemantic.MonosemanticConfig.Normalize;
import dev.polysweep.math.Matrix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Whole runs on the medium model of SynthSAEBench against those of the public code, which had three
 * seeds of its own: figures within 3.5 standard errors of the difference of means, and the same
 * ranking. The figures are left in {@code target/bench-training.txt}.
 */
@Tag("full")
class BenchTrainingTest {

  private static final int SEEDS = 3;

  /** The least standard deviation that is believed of three seeds, as a share of the figure. */
  private static final double LEAST_SD = 0.004;

  @Test
  void figuresAndRankingAreThoseOfThePublicCode() throws IOException {
    JsonNode summary =
        Fixtures.json(Fixtures.synthSaeBench(json -> json.has("summary")).get(0)).get("summary");
    BenchModel model = BenchModel.named("medium");
    Map<String, Map<String, List<Double>>> figures = new LinkedHashMap<>();
    for (int seed = 0; seed < SEEDS; seed++) {
      run(model, seed, List.of("batchtopk", "matryoshka", "topk", "jumprelu", "l1"))
          .forEach(
              (name, metrics) ->
                  metrics.forEach(
                      (metric, value) ->
                          figures
                              .computeIfAbsent(name, key -> new LinkedHashMap<>())
                              .computeIfAbsent(metric, key -> new ArrayList<>())
                              .add(value)));
    }
    List<String> wrong = new ArrayList<>();
    StringBuilder table = new StringBuilder();
    figures.forEach((name, metrics) -> compare(name, metrics, summary.get(name), wrong, table));
    Files.writeString(Path.of("target/bench-training.txt"), table);
    assertTrue(wrong.isEmpty(), () -> String.join("\n", wrong) + "\n" + table);
    assertTrue(
        mean(figures.get("matryoshka").get("latent_f1"))
            > mean(figures.get("batchtopk").get("latent_f1")));
    List<String> ours = new ArrayList<>(figures.keySet());
    List<String> theirs = new ArrayList<>(figures.keySet());
    ours.sort((a, b) -> Double.compare(f1(figures, b), f1(figures, a)));
    theirs.sort((a, b) -> Double.compare(f1(summary, b), f1(summary, a)));
    // TopK and Matryoshka are within their errors of each other: .371 ± .012 and .368 ± .006
    assertEquals(theirs.subList(0, 2), ours.subList(0, 2));
    assertEquals(theirs.get(4), ours.get(4));
  }

  /**
   * LISTA-Matryoshka is above Matryoshka, as published, where both have the same rate and the
   * auxiliary loss has the time to wake latents.
   */
  @Test
  void listaMatryoshkaLeads() {
    Map<String, Map<String, Double>> figures =
        run(BenchModel.named("medium"), 0, List.of("matryoshka fast", "lista fast"));
    double lista = figures.get("lista fast").get("latent_f1");
    double matryoshka = figures.get("matryoshka fast").get("latent_f1");
    assertTrue(lista > matryoshka + 0.03, lista + " and " + matryoshka);
  }

  private static double f1(Map<String, Map<String, List<Double>>> figures, String name) {
    return mean(figures.get(name).get("latent_f1"));
  }

  private static double f1(JsonNode summary, String name) {
    return summary.get(name).get("eval_training_mode").get("f1_score").get("mean").asDouble();
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(v -> v).average().orElseThrow();
  }

  private static void compare(
      String name,
      Map<String, List<Double>> metrics,
      JsonNode expected,
      List<String> wrong,
      StringBuilder table) {
    Map<String, String> names =
        Map.of(
            "latent_f1", "f1_score",
            "mcc", "mcc",
            "explained_variance", "explained_variance",
            "l0", "sae_l0",
            "shrinkage", "shrinkage",
            "uniqueness", "uniqueness",
            "latent_precision", "precision",
            "latent_recall", "recall");
    names.forEach(
        (ours, theirs) -> {
          JsonNode figure = expected.get("eval_training_mode").get(theirs);
          double mean = mean(metrics.get(ours));
          double sd = sd(metrics.get(ours), mean);
          double least = LEAST_SD * Math.abs(mean);
          double error =
              Math.sqrt(
                  (Math.pow(Math.max(sd, least), 2)
                          + Math.pow(Math.max(figure.get("sd").asDouble(), least), 2))
                      / SEEDS);
          double z = (mean - figure.get("mean").asDouble()) / error;
          String line =
              name
                  + " "
                  + ours
                  + " "
                  + mean
                  + " ± "
                  + sd
                  + "; public code "
                  + figure.get("mean").asDouble()
                  + " ± "
                  + figure.get("sd").asDouble()
                  + "; z "
                  + z;
          table.append(line).append('\n');
          if (Math.abs(z) > 3.5) {
            wrong.add(line);
          }
        });
  }

  private static double sd(List<Double> values, double mean) {
    double square = values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
    return Math.sqrt(square / (values.size() - 1));
  }

  private static Map<String, Map<String, Double>> run(
      BenchModel model, long seed, List<String> names) {
    Map<String, SaeSession> sessions = new LinkedHashMap<>();
    Map<String, SyntheticActivations> activations = new LinkedHashMap<>();
    for (String name : names) {
      MonosemanticConfig config = config(name);
      SyntheticActivations own = new SyntheticActivations(config, seed, model.features(true, seed));
      activations.put(name, own);
      sessions.put(
          name, Engines.saeTrainer("simd").open(MonosemanticPlans.plan(config, seed, own), 1));
    }
    for (int step = 1; step <= 1465; step++) {
      Matrix batch = activations.get(names.get(0)).batches().samples(step, 0, 1024);
      sessions.values().forEach(session -> session.step(batch));
    }
    Map<String, Map<String, Double>> metrics = new LinkedHashMap<>();
    sessions.forEach(
        (name, session) -> {
          metrics.put(name, activations.get(name).measure(session));
          session.close();
        });
    return metrics;
  }

  /** A greater rate, which falls, and a short time until a latent is dead. */
  private static ConfigurationBuilder<SaeSettings> fast(ConfigurationBuilder<SaeSettings> sae) {
    return sae.set("lr", 1e-3).set("lr_decay", 488).set("dead_window", 100);
  }

  private static MonosemanticConfig config(String name) {
    MonosemanticConfig base = MonosemanticPresets.all().get("synth_sae_bench_small");
    ConfigurationBuilder<SaeSettings> sae = ConfigurationBuilder.from(base.sae());
    switch (name) {
      case "matryoshka" -> sae.set("architecture", Architecture.MATRYOSHKA);
      case "matryoshka fast" -> fast(sae).set("architecture", Architecture.MATRYOSHKA);
      case "lista fast" ->
          fast(sae)
              .set("architecture", Architecture.LISTA_MATRYOSHKA)
              .set("k_start", 17.0)
              .set("tilt", 0.002)
              .set(
                  "nesting",
                  ConfigurationBuilder.from(base.sae().nesting())
                      .set("detach", true)
                      .set("sort_by_frequency", true)
                      .set("aux_by_level", false)
                      .build());
      case "topk" -> sae.set("architecture", Architecture.TOPK);
      case "jumprelu" ->
          sae.set("architecture", Architecture.JUMPRELU)
              .set("target_l0", 7.0)
              .set("normalize", Normalize.EXPECTED_NORM)
              .set(
                  "weights",
                  ConfigurationBuilder.from(base.sae().weights())
                      .set("decoder", Decoder.FREE)
                      .set("start_norm", 0.5)
                      .build());
      case "l1" ->
          sae.set("architecture", Architecture.L1)
              .set("target_l0", 7.0)
              .set("coefficient_warmup", 488);
      default -> sae.set("architecture", Architecture.BATCH_TOPK);
    }
    return new MonosemanticConfig(base.preset(), base.data(), sae.build());
  }
}
