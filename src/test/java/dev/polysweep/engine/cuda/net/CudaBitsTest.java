package dev.polysweep.engine.cuda.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.polysweep.engine.Engine;
import dev.polysweep.engine.Engines;
import dev.polysweep.engine.cuda.CpuBuild;
import dev.polysweep.engine.cuda.gpu.Kernel;
import dev.polysweep.engine.net.ParameterLayout;
import dev.polysweep.engine.net.SameBits;
import dev.polysweep.engine.net.TrainingPlan;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;

/**
 * The engine has the bits of the SIMD engine on the CPU build of its kernels, wherever arrays lie.
 */
class CudaBitsTest {

  /** Enough shared memory for some cases, for others only in several chunks. */
  private static final int LITTLE = 24 << 10;

  /** Too little for most cases. */
  private static final int TINY = 6 << 10;

  private final Engine simd = Engines.named("simd");

  @Test
  void withTheSharedMemoryOfAnH100() {
    compare(CpuBuild.H100, SameBits.all(), 1, 2, 30);
  }

  @Test
  void withLittleSharedMemory() {
    Set<Kernel> tried = EnumSet.noneOf(Kernel.class);
    for (int shared : new int[] {LITTLE, TINY}) {
      compare(shared, SameBits.all(), 1, 7);
      tried.addAll(kernels(shared));
    }
    assertEquals(
        EnumSet.of(Kernel.TRAIN_HELD, Kernel.TRAIN_SUMS_APART, Kernel.TRAIN_IN_GLOBAL), tried);
  }

  private void compare(int shared, List<Named<TrainingPlan>> cases, int... stops) {
    new SameBits(simd, CpuBuild.engine(shared)).compare(cases, stops);
  }

  private static Set<Kernel> kernels(int shared) {
    return SameBits.all().stream()
        .map(Named::getPayload)
        .map(plan -> new WorkLayout(plan, new ParameterLayout(plan.network()), shared).kernel)
        .collect(Collectors.toSet());
  }
}
