package dev.polysweep.experiment.monosemantic;

import dev.polysweep.engine.sae.SaeConstraints;
import dev.polysweep.experiment.ConfigurationBuilder;
import dev.polysweep.experiment.monosemantic.MonosemanticConfig.Architecture;
import dev.polysweep.experiment.monosemantic.MonosemanticConfig.Evaluation;
import dev.polysweep.experiment.monosemantic.MonosemanticConfig.Preset;
import dev.polysweep.experiment.monosemantic.MonosemanticConfig.Source;
import java.util.Map;

/** Named defaults of the experiment. */
final class MonosemanticPresets {

  private static final Map<String, MonosemanticConfig> ALL =
      Map.of(
          "sharkey", MonosemanticConfig.DEFAULTS,
          "synth_sae_bench", synthSaeBench(),
          "synth_sae_bench_small", small());

  private MonosemanticPresets() {}

  /** All presets, by the name that a sweep file gives them. */
  static Map<String, MonosemanticConfig> all() {
    return ALL;
  }

  /**
   * SynthSAEBench-16k as it was published: 200 million samples in batches of 1 024, Adam at 3e-4
   * without schedule, gradients clipped at norm 1, decoder norms free from 0.1 on, no resampling.
   * The reference prints its BatchTopK with the largest of each evaluation batch.
   */
  private static MonosemanticConfig synthSaeBench() {
    MonosemanticConfig base = MonosemanticConfig.DEFAULTS;
    return new MonosemanticConfig(
        Preset.SYNTH_SAE_BENCH,
        ConfigurationBuilder.from(base.data())
            .set("source", Source.FOREST)
            .set("n_features", 16_384)
            .set("d_in", 768)
            .set("eval_samples", 1_000_000)
            .build(),
        ConfigurationBuilder.from(base.sae())
            .set("architecture", Architecture.BATCH_TOPK)
            .set("d_sae", 4096)
            .set("k", 25.0)
            .set("l1_coefficient", 2.0)
            .set("l0_coefficient", 1.0)
            .set("bandwidth", 1.0)
            .set("initial_threshold", 1.0)
            .set("coefficient_warmup", 0)
            .set("aux_k", 384)
            .set("aux_signed", true)
            .set("aux_coefficient", 1.0)
            .set("steps", 195_313)
            .set("batch", 1024)
            .set("lr", 3e-4)
            .set("lr_warmup", 0)
            .set("lr_decay", 0)
            .set("dead_window", 1001)
            .set("resample_every", 0)
            .set("evaluation", Evaluation.BATCH)
            .set("weights", rescaled(base))
            .build());
  }

  private static WeightSettings rescaled(MonosemanticConfig base) {
    return ConfigurationBuilder.from(base.sae().weights())
        .set("decoder", SaeConstraints.Decoder.RESCALED)
        .set("start_norm", 0.1)
        .set("clip", 1.0)
        .build();
  }

  private static MonosemanticConfig small() {
    MonosemanticConfig full = synthSaeBench();
    return new MonosemanticConfig(
        Preset.SYNTH_SAE_BENCH_SMALL,
        ConfigurationBuilder.from(full.data())
            .set("n_features", 1024)
            .set("d_in", 128)
            .set("eval_samples", 200_000)
            .set("forest", ConfigurationBuilder.from(full.data().forest()).set("roots", 16).build())
            .build(),
        ConfigurationBuilder.from(full.sae())
            .set("d_sae", 256)
            .set("k", 7.0)
            .set("aux_k", 64)
            .set("steps", 1465)
            .build());
  }
}
