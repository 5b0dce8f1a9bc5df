package dev.polysweep.engine.simd.sae;

import dev.polysweep.engine.sae.SaePlan;
import dev.polysweep.engine.sae.SaeSession;
import dev.polysweep.engine.sae.SaeTrainer;
import dev.polysweep.engine.sae.TrainedEncoder;
import dev.polysweep.engine.sae.TrainedSae;

/** Trains sparse autoencoders, and encodes with trained ones, on the CPU by the Vector API. */
public final class SimdSaeTrainer implements SaeTrainer {

  @Override
  public SaeSession open(SaePlan plan, int threads) {
    return new SimdSaeSession(plan, threads);
  }

  @Override
  public TrainedEncoder encoder(TrainedSae sae, int threads) {
    return new SimdTrainedEncoder(sae, threads);
  }
}
