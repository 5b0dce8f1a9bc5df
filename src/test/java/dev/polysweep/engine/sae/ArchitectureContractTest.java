package dev.polysweep.engine.sae;

import dev.polysweep.engine.Engines;

/** The contract of architectures, on the SIMD engine. */
class ArchitectureContractTest extends ArchitectureContract {

  @Override
  protected SaeTrainer trainer() {
    return Engines.saeTrainer("simd");
  }
}
