package dev.polysweep.engine.cuda;

import dev.polysweep.engine.sae.SaeSessionContract;
import dev.polysweep.engine.sae.SaeTrainer;

/** The contract of sessions of autoencoders, on the kernels' build for the CPU. */
class CudaSaeSessionTest extends SaeSessionContract {

  @Override
  protected SaeTrainer trainer() {
    return CpuBuild.engine().saeTrainer().orElseThrow();
  }
}
