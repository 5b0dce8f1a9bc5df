package dev.polysweep.experiment.monosemantic;

import dev.polysweep.engine.sae.SaeArchitecture;
import dev.polysweep.engine.sae.SaeOptimizer;
import dev.polysweep.engine.sae.SaeParameters;
import dev.polysweep.engine.sae.SaePlan;
import dev.polysweep.engine.sae.SaeResampling;
import dev.polysweep.experiment.monosemantic.MonosemanticConfig.Architecture;
import dev.polysweep.experiment.monosemantic.MonosemanticConfig.Normalize;
import dev.polysweep.experiment.monosemantic.MonosemanticConfig.Sae;

/** The autoencoder as the engines understand it. */
final class MonosemanticPlans {

  private static final double EPS = 1e-8;
  private static final double RESAMPLED_ENCODER = 0.2; // Bricken et al. 2023

  private MonosemanticPlans() {}

  /**
   * @param activations what it is to be trained on
   */
  static SaePlan plan(MonosemanticConfig config, long seed, Activations activations) {
    Sae sae = config.sae();
    int dIn = config.data().dIn();
    double scale = sae.normalize() == Normalize.NONE ? 1 : Math.sqrt(dIn) / activations.meanNorm();
    SaeParameters initial =
        SaeParameters.random(dIn, config.dSae(), seed).withBDec(activations.center(scale));
    if (sae.architecture() == Architecture.JUMPRELU) {
      initial = initial.withThreshold(sae.initialThreshold());
    }
    return new SaePlan(
        initial,
        architecture(sae),
        new SaeOptimizer(
            sae.lr(), sae.beta1(), sae.beta2(), EPS, sae.steps(), sae.lrWarmup(), sae.lrDecay()),
        new SaeResampling(sae.resampleEvery(), sae.resampleLast(), RESAMPLED_ENCODER),
        sae.deadWindow(),
        scale,
        seed);
  }

  /** Activation and penalty. */
  static SaeArchitecture architecture(Sae sae) {
    return switch (sae.architecture()) {
      case L1 -> new SaeArchitecture.L1(sae.l1Coefficient(), sae.coefficientWarmup());
      case TOPK -> new SaeArchitecture.TopK(sae.k(), sae.auxK(), sae.auxCoefficient());
      case BATCH_TOPK ->
          new SaeArchitecture.BatchTopK(
              sae.k(), sae.auxK(), sae.auxCoefficient(), sae.thresholdRate());
      case JUMPRELU ->
          new SaeArchitecture.JumpRelu(
              sae.l0Coefficient(), sae.coefficientWarmup(), sae.bandwidth());
    };
  }
}
