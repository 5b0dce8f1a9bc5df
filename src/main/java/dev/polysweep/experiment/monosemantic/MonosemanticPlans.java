package dev.polysweep.experiment.monosemantic;

import dev.polysweep.engine.net.OptimizerSpec;
import dev.polysweep.engine.sae.SaeArchitecture;
import dev.polysweep.engine.sae.SaeBatches;
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

  /** Samples that principal directions and clusters are made of, a latent. */
  private static final int SAMPLES_A_LATENT = 8;

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
      Matrix x = firstSamples(activations.batches(), SAMPLES_A_LATENT * config.dSae());
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
        resampling(sae),
        sae.deadWindow(),
        scale,
        seed,
        sae.weights().constraints(architecture.iteration().summed()),
        sae.target());
  }

  /** The first batches of training, as many as have so many samples. */
  private static Matrix firstSamples(SaeBatches batches, int samples) {
    int size = batches.size();
    int count = (samples + size - 1) / size;
    Matrix first = batches.samples(1, 0, size);
    Matrix all = new Matrix(Math.multiplyExact(count, size), first.cols());
    for (int b = 0; b < count; b++) {
      float[] batch = b == 0 ? first.data() : batches.samples(b + 1, 0, size).data();
      System.arraycopy(batch, 0, all.data(), b * batch.length, batch.length);
    }
    return all;
  }

  private static SaeResampling resampling(SaeSettings sae) {
    return sae.weights().frozen() == SaeConstraints.Frozen.NONE
        ? new SaeResampling(sae.resampleEvery(), sae.resampleLast(), RESAMPLED_ENCODER)
        : SaeResampling.NONE;
  }

  /** Decoder rows of another norm, and their transpose as the encoder. */
  private static SaeParameters scaled(SaeParameters initial, double norm) {
    SaeParameters scaled = initial.withDecoderNorm(norm);
    return new SaeParameters(
        scaled.wDec().transpose(), scaled.bEnc(), scaled.wDec(), scaled.bDec(), null);
  }
}
