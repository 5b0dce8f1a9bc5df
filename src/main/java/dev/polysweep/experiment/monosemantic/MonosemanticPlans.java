package dev.polysweep.experiment.monosemantic;

import dev.polysweep.engine.net.OptimizerSpec;
import dev.polysweep.engine.sae.SaeArchitecture;
import dev.polysweep.engine.sae.SaeConstraints;
import dev.polysweep.engine.sae.SaeOptimizer;
import dev.polysweep.engine.sae.SaeParameters;
import dev.polysweep.engine.sae.SaePlan;
import dev.polysweep.engine.sae.SaeResampling;
import dev.polysweep.experiment.monosemantic.MonosemanticConfig.Normalize;
import dev.polysweep.math.Matrix;

/** Describes a cell's autoencoder and its training as a plan for an engine. */
final class MonosemanticPlans {

  private static final double RESAMPLED_ENCODER = 0.2; // Bricken et al. 2023

  private MonosemanticPlans() {}

  /**
   * Makes the plan of a cell.
   *
   * @param activations the activations that the autoencoder is to be trained on
   */
  static SaePlan plan(MonosemanticConfig config, long seed, Activations activations) {
    SaeSettings sae = config.sae();
    int dIn = config.data().dIn();
    double scale = sae.normalize() == Normalize.NONE ? 1 : Math.sqrt(dIn) / activations.meanNorm();
    SaeParameters initial =
        SaeParameters.random(dIn, config.dSae(), seed).withBDec(activations.center(scale));
    if (sae.weights().start() != WeightSettings.Start.RANDOM) {
      Matrix x = activations.batches().samples(1, 0, sae.batch());
      initial = StartingDictionary.of(sae.weights().start(), initial, x, scale, seed);
    }
    if (sae.weights().decoder() != SaeConstraints.Decoder.UNIT) {
      initial = scaled(initial, sae.weights().startNorm());
    }
    SaeArchitecture architecture = sae.architecture().of(sae);
    return new SaePlan(
        initial,
        architecture,
        new SaeOptimizer(
            sae.lr(),
            sae.beta1(),
            sae.beta2(),
            OptimizerSpec.EPS,
            sae.steps(),
            sae.lrWarmup(),
            sae.lrDecay()),
        new SaeResampling(sae.resampleEvery(), sae.resampleLast(), RESAMPLED_ENCODER),
        sae.deadWindow(),
        scale,
        seed,
        sae.weights().constraints(architecture.iteration().summed()),
        sae.target());
  }

  /** Decoder rows of another norm, and their transpose as the encoder. */
  private static SaeParameters scaled(SaeParameters initial, double norm) {
    SaeParameters scaled = initial.withDecoderNorm(norm);
    return new SaeParameters(
        scaled.wDec().transpose(), scaled.bEnc(), scaled.wDec(), scaled.bDec(), null);
  }
}
