package dev.polysweep.engine.cuda;

import dev.polysweep.engine.sae.ArchitectureContract;
import dev.polysweep.engine.sae.SaeTrainer;
import org.junit.jupiter.api.Tag;

/** The contract of architectures, on the kernels' build for the CPU. */
@Tag("full")
class CudaArchitectureTest extends ArchitectureContract {

  @Override
  protected SaeTrainer trainer() {
    return CpuBuild.engine().saeTrainer().orElseThrow();
  }
}
