package dev.polysweep.engine.cuda;

import dev.polysweep.engine.Engine;
import dev.polysweep.engine.net.EngineContract;

/** The engine keeps the contract, on the CPU build of its kernels. */
class CudaEngineTest extends EngineContract {

  private final Engine engine = CpuBuild.engine();

  @Override
  protected Engine engine() {
    return engine;
  }
}
