package dev.polysweep.experiment.monosemantic;

import dev.polysweep.engine.sae.Gated;
import dev.polysweep.engine.sae.JumpRelu;
import dev.polysweep.engine.sae.L1;
import dev.polysweep.engine.sae.MatchingPursuit;
import dev.polysweep.engine.sae.PAnneal;
import dev.polysweep.engine.sae.ProLu;
import dev.polysweep.engine.sae.SaeArchitecture;
import dev.polysweep.engine.sae.TopK;
import dev.polysweep.experiment.Defaults;
import dev.polysweep.experiment.Setting;
import java.io.Serializable;
import java.util.function.Function;

/**
 * Settings of a sparse autoencoder and of the activations that it is trained on.
 *
 * @param preset named defaults that the other settings override
 * @param data the activations
 * @param sae the autoencoder and its training
 */
public record MonosemanticConfig(
    @Setting(value = "named defaults, which the other settings override", byDefault = "sharkey")
        Preset preset,
    @Setting("activations") DataSettings data,
    @Setting("sparse autoencoder and its training") SaeSettings sae)
    implements Serializable {

  /** Sharkey et al. 2022: 512 features in 256 dimensions, and an L1 autoencoder of 512 latents. */
  public static final MonosemanticConfig DEFAULTS = Defaults.of(MonosemanticConfig.class);

  /** Named defaults; {@link MonosemanticPresets} holds them. */
  public enum Preset {
    /** Sharkey et al. 2022. */
    SHARKEY,
    /**
     * SynthSAEBench-16k (Chanin and Garriga-Alonso 2026), a BatchTopK. With other numbers of
     * features, the number of trees keeps its proportion to them.
     */
    SYNTH_SAE_BENCH,
    /**
     * SynthSAEBench at a sixteenth of its features and latents: 1 024 features in 128 dimensions,
     * 256 latents, 1.5 million samples.
     */
    SYNTH_SAE_BENCH_SMALL
  }

  /** Sources of activations. */
  public enum Source {
    /** Correlated features with decaying frequencies (Sharkey et al. 2022). */
    SYNTHETIC,
    /** A forest of correlated features whose frequencies follow Zipf's law (SynthSAEBench). */
    FOREST,
    /**
     * A store of activations that were extracted from a transformer; their true features are
     * unknown.
     */
    ACTIVATIONS
  }

  /**
   * The architectures of the autoencoder. Each constant knows which settings its architecture uses.
   */
  public enum Architecture {
    L1(sae -> new L1(sae.l1Coefficient(), sae.coefficientWarmup())),
    TOPK(sae -> new TopK(sae.wholeK(), sae.aux())),
    BATCH_TOPK(SaeSettings::batchTopK),
    JUMPRELU(
        sae ->
            new JumpRelu(
                sae.l0Coefficient(),
                sae.coefficientWarmup(),
                sae.bandwidth(),
                sae.initialThreshold())),
    PROLU(sae -> new ProLu(sae.l1Coefficient(), sae.coefficientWarmup(), sae.proluGradient())),
    GATED(sae -> new Gated(sae.l1Coefficient(), sae.coefficientWarmup())),
    P_ANNEAL(
        sae ->
            new PAnneal(
                sae.l1Coefficient(),
                sae.coefficientWarmup(),
                sae.pLast(),
                sae.steps() / 4,
                sae.lastPFrom(),
                sae.pUpdates())),
    MATRYOSHKA(sae -> sae.nesting().of(sae.batchTopK(), true)),
    LISTA(sae -> sae.lista(false)),
    LISTA_MATRYOSHKA(sae -> sae.lista(true)),
    MATCHING_PURSUIT(sae -> new MatchingPursuit(sae.wholeK()));

    private final transient Function<SaeSettings, SaeArchitecture> builder;

    Architecture(Function<SaeSettings, SaeArchitecture> builder) {
      this.builder = builder;
    }

    /** Makes the architecture from the settings of an autoencoder. */
    public SaeArchitecture of(SaeSettings sae) {
      return builder.apply(sae);
    }
  }

  /** Choices of the factor that activations are multiplied with. */
  public enum Normalize {
    NONE,
    /** The factor √d_in / mean ‖x‖. */
    EXPECTED_NORM
  }

  /** Rules by which a BatchTopK, and what is built on it, is evaluated. */
  public enum Evaluation {
    THRESHOLD,
    BATCH
  }

  /** The number of latents. */
  public int dSae() {
    return sae.dSae() != null
        ? sae.dSae()
        : Math.max(1, (int) Math.round(sae.expansion() * data.dIn()));
  }
}
