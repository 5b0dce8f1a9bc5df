package dev.polysweep.engine.nd4j;

import dev.polysweep.engine.gpu.Gpu;
import java.util.Optional;

/**
 * The range of GPUs on which nd4j-cuda-11.6 can run. Its library holds machine code for compute
 * capabilities 3.7 to 8.6 (sm_37 … sm_86, as {@code cuobjdump --list-elf} shows) and no PTX that a
 * driver could compile for later ones.
 */
final class CudaRange {

  private CudaRange() {}

  /** The reason why a GPU is not supported; empty if it is in range. */
  static Optional<String> refusal(Gpu gpu) {
    if (!gpu.atLeast(3, 7)) {
      return Optional.of(gpu + " is too old: " + built());
    }
    if (gpu.atLeast(9, 0)) {
      return Optional.of(gpu + " is too new: " + built() + ", and cannot load on 9.0 and up");
    }
    if (gpu.atLeast(8, 7)) {
      return Optional.of(gpu + " is too new: " + built());
    }
    return Optional.empty();
  }

  private static String built() {
    return "nd4j-cuda-11.6 is built for compute capability 3.7 to 8.6";
  }
}
