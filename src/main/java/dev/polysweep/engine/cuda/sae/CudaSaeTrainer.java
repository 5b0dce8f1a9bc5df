package dev.polysweep.engine.cuda.sae;

import dev.polysweep.engine.Engines;
import dev.polysweep.engine.cuda.gpu.Accelerator;
import dev.polysweep.engine.sae.SaePlan;
import dev.polysweep.engine.sae.SaeSession;
import dev.polysweep.engine.sae.SaeTrainer;
import dev.polysweep.engine.sae.TrainedEncoder;
import dev.polysweep.engine.sae.TrainedSae;
import java.util.function.Supplier;

/**
 * Trains sparse autoencoders on the device. Trained ones encode on the CPU, by the engine {@code
 * simd}, whose bits are the same.
 */
public final class CudaSaeTrainer implements SaeTrainer {

  private final Supplier<Accelerator> gpu;

  /** The trainer on a GPU, which is asked for when a session is opened. */
  public CudaSaeTrainer(Supplier<Accelerator> gpu) {
    this.gpu = gpu;
  }

  @Override
  public SaeSession open(SaePlan plan, int threads) {
    return new CudaSaeSession(gpu.get(), plan, SaeTuning.DEFAULT);
  }

  @Override
  public TrainedEncoder encoder(TrainedSae sae, int threads) {
    return Engines.saeTrainer("simd").encoder(sae, threads);
  }
}
