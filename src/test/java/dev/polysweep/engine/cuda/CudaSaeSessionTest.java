package dev.polysweep.engine.cuda;

import dev.polysweep.engine.sae.SaeSessionContract;
import dev.polysweep.engine.sae.SaeTrainer;
import org.junit.jupiter.api.Tag;

/** The contract of sessions of autoencoders, on the kernels' build for the CPU. */
@Tag("full")
class CudaSaeSessionTest extends SaeSessionContract {

  @Override
  protected SaeTrainer trainer() {
    return CpuBuild.engine().saeTrainer().orElseThrow();
  }
}
