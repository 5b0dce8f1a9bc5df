package dev.polysweep.experiment.monosemantic;

import dev.polysweep.engine.net.OptimizerSpec;
import dev.polysweep.engine.sae.AuxK;
import dev.polysweep.engine.sae.BatchTopK;
import dev.polysweep.engine.sae.Lista;
import dev.polysweep.engine.sae.ProLu;
import dev.polysweep.engine.sae.SaeTarget;
import dev.polysweep.experiment.Setting;
import dev.polysweep.experiment.monosemantic.MonosemanticConfig.Architecture;
import dev.polysweep.experiment.monosemantic.MonosemanticConfig.Evaluation;
import dev.polysweep.experiment.monosemantic.MonosemanticConfig.Normalize;
import java.io.Serializable;

/** Settings of the autoencoder and its training. */
public record SaeSettings(
    @Setting(value = "activation function and penalty", byDefault = "l1") Architecture architecture,
    @Setting(value = "latents over d_in", byDefault = "2", min = 0, max = 4096, minExclusive = true)
        double expansion,
    @Setting(value = "latents, instead of an expansion", min = 1, max = 1048576, optional = true)
        Integer dSae,
    @Setting(
            value =
                "l1, prolu, p_anneal: λ of λ·Σ|a|, beside the squared error summed over d_in; gated:"
                    + " of the open gates",
            byDefault = "0.1",
            min = 0,
            max = 1e6)
        double l1Coefficient,
    @Setting(
            value =
                "topk: active latents a sample; matching_pursuit: rounds; batch_topk and those"
                    + " built on it: mean of active latents",
            byDefault = "5",
            min = 0,
            max = 65536,
            minExclusive = true)
        double k,
    @Setting(
            value = "batch_topk and those built on it: k of the first step; by default k",
            min = 0,
            max = 65536,
            minExclusive = true,
            optional = true)
        Double kStart,
    @Setting(
            value = "steps over which k falls from k_start; by default all",
            min = 0,
            max = 1e8,
            optional = true)
        Integer kSteps,
    @Setting(
            value =
                "topk, batch_topk and those built on it: dead latents that reconstruct the"
                    + " residual; 0 for none",
            byDefault = "128",
            min = 0,
            max = 65536)
        int auxK,
    @Setting(
            value =
                "false: positive pre-activations only (Gao et al.); true: any sign, and less weight"
                    + " with few dead latents (SAELens)",
            byDefault = "false")
        boolean auxSigned,
    @Setting(value = "weight of that reconstruction", byDefault = "0.03125", min = 0, max = 1e3)
        double auxCoefficient,
    @Setting(
            value = "batch_topk and those built on it: weight of a batch in the running threshold",
            byDefault = "0.01",
            min = 0,
            max = 1,
            minExclusive = true)
        double thresholdRate,
    @Setting(
            value = "jumprelu: λ of λ·(number of active latents)",
            byDefault = "0.05",
            min = 0,
            max = 1e6)
        double l0Coefficient,
    @Setting(
            value = "jumprelu: width of the straight-through estimate",
            byDefault = "0.05",
            min = 0,
            max = 1e3,
            minExclusive = true)
        double bandwidth,
    @Setting(
            value = "jumprelu: thresholds at the start",
            byDefault = "0.01",
            min = 0,
            max = 1e3,
            minExclusive = true)
        double initialThreshold,
    @Setting(
            value = "prolu: gradient of the bias, relu or straight_through",
            byDefault = "straight_through")
        ProLu.Gradient proluGradient,
    @Setting(
            value = "p_anneal: exponent p of λ·Σ|a|^p at the end, from 1 in the first quarter",
            byDefault = "0.2",
            min = 0,
            max = 1,
            minExclusive = true)
        double pLast,
    @Setting(value = "p_anneal: values that p takes", byDefault = "10", min = 2, max = 1e6)
        int pUpdates,
    @Setting("matryoshka, lista_matryoshka: dictionaries inside one another")
        NestingSettings nesting,
    @Setting(
            value = "lista, lista_matryoshka: corrections of the codes",
            byDefault = "1",
            min = 0,
            max = 64)
        int refinements,
    @Setting(
            value = "lista, lista_matryoshka: step of a correction",
            byDefault = "0.3",
            min = 0,
            max = 10)
        double refineStep,
    @Setting(
            value =
                "lista, lista_matryoshka: weight of a sample ∝ exp(tilt·error/mean error); 0 equal",
            byDefault = "0",
            min = 0,
            max = 100)
        double tilt,
    @Setting(
            value =
                "l1, jumprelu, prolu, gated, p_anneal: wished active latents a sample, which a"
                    + " controller reaches by the coefficient",
            min = 0,
            max = 65536,
            minExclusive = true,
            optional = true)
        Double targetL0,
    @Setting(
            value = "first step at which the controller acts; by default coefficient_warmup",
            min = 0,
            max = 1e8,
            optional = true)
        Integer targetStart,
    @Setting(
            value = "gain of the controller",
            byDefault = "3e-4",
            min = 0,
            max = 1,
            minExclusive = true)
        double targetGain,
    @Setting("what training may do to the weights") WeightSettings weights,
    @Setting(value = "training steps", byDefault = "4000", min = 1, max = 1e8) int steps,
    @Setting(value = "samples a step", byDefault = "1024", min = 1, max = 1e6) int batch,
    @Setting(
            value = "learning rate of Adam",
            byDefault = "1e-3",
            min = 0,
            max = 1e3,
            minExclusive = true)
        double lr,
    @Setting(value = "Adam's β₁", byDefault = "" + OptimizerSpec.BETA_1, min = 0, max = 0.9999)
        double beta1,
    @Setting(value = "Adam's β₂", byDefault = "" + OptimizerSpec.BETA_2, min = 0, max = 0.999999)
        double beta2,
    @Setting(
            value = "steps over which the learning rate rises from 0",
            byDefault = "100",
            min = 0,
            max = 1e8)
        int lrWarmup,
    @Setting(value = "last steps, over which it falls to 0", byDefault = "800", min = 0, max = 1e8)
        int lrDecay,
    @Setting(
            value =
                "l1, jumprelu, prolu, gated, p_anneal: steps over which the coefficient rises from"
                    + " 0",
            byDefault = "400",
            min = 0,
            max = 1e8)
        int coefficientWarmup,
    @Setting(
            value = "none; expected_norm: activations are scaled to a mean norm of √d_in",
            byDefault = "none")
        Normalize normalize,
    @Setting(
            value = "a latent is dead once silent for so many steps",
            byDefault = "200",
            min = 1,
            max = 1e8)
        int deadWindow,
    @Setting(
            value =
                "steps between resamplings of dead latents (Bricken's rule); 0 for never; frozen"
                    + " weights never are",
            byDefault = "1000",
            min = 0,
            max = 1e8)
        int resampleEvery,
    @Setting(value = "no resampling after this step", byDefault = "3000", min = 0, max = 1e8)
        int resampleLast,
    @Setting(
            value =
                "threshold: batch_topk and those built on it are evaluated with their running"
                    + " threshold; batch: as in training, batch by batch (SynthSAEBench)",
            byDefault = "threshold")
        Evaluation evaluation,
    @Setting(
            value =
                "evaluation keeps an active latent only if its decoder row's product with the error"
                    + " of the reconstruction without it exceeds this; by default all are kept",
            min = -1e6,
            max = 1e6,
            optional = true)
        Double leaveOneOut,
    @Setting(
            value = "threads that train a cell; results do not depend on it",
            byDefault = "1",
            min = 1,
            max = 256,
            affectsResults = false)
        int threads)
    implements Serializable {

  /** The auxiliary loss on dead latents. */
  AuxK aux() {
    return new AuxK(auxK, auxCoefficient, auxSigned);
  }

  BatchTopK batchTopK() {
    double first = kStart == null ? k : kStart;
    int until = kStart == null ? 0 : kSteps == null ? steps : kSteps;
    return new BatchTopK(k, first, until, aux(), thresholdRate);
  }

  Lista lista(boolean inner) {
    return new Lista(nesting.of(batchTopK(), inner), refinements, refineStep, tilt);
  }

  /**
   * The step at which the exponent of p_anneal reaches its last value, which lasts as long as
   * others.
   */
  int lastPFrom() {
    int falling = steps - steps / 4;
    return steps - Math.max(1, falling / pUpdates);
  }

  int wholeK() {
    if (k != Math.rint(k)) {
      throw new IllegalArgumentException("k must be a whole number for this architecture");
    }
    return (int) k;
  }

  /** The controller of the number of active latents, or null. */
  SaeTarget target() {
    return targetL0 == null
        ? null
        : new SaeTarget(
            targetL0, targetStart == null ? coefficientWarmup : targetStart, targetGain);
  }
}
