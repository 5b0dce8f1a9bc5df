package dev.polysweep.engine.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.polysweep.engine.Engine;
import dev.polysweep.engine.Engines;
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
 * The engine has the bits of the SIMD engine, on the CPU build of its kernels: whatever lies in
 * shared memory, and however many threads a block has.
 */
class CudaBitsTest {

  /** Too little shared memory for the partial sums of the larger cases. */
  private static final int LITTLE = 24 << 10;

  /** Too little for the chunks of most cases. */
  private static final int TINY = 6 << 10;

  private final Engine simd = Engines.named("simd");

  @Test
  void withEverythingInSharedMemory() {
    compare(CpuBuild.H100, 1, SameBits.all(), 1, 2, 30);
  }

  @Test
  void withWhatDoesNotFitInTheMemoryOfTheGpu() {
    Set<Kernel> tried = EnumSet.noneOf(Kernel.class);
    for (int shared : new int[] {LITTLE, TINY}) {
      compare(shared, 1, SameBits.all(), 1, 7);
      tried.addAll(kernels(shared));
    }
    assertEquals(
        EnumSet.of(Kernel.TRAIN_IN_SHARED, Kernel.TRAIN_SUMS_APART, Kernel.TRAIN_IN_GLOBAL), tried);
  }

  @Test
  void withAsManyThreadsAsOnAGpu() {
    compare(CpuBuild.H100, 0, SameBits.every(9), 1, 3);
    compare(TINY, 0, SameBits.every(19), 1, 2);
  }

  /** A number of threads that divides no number of items. */
  @Test
  void withAnOddNumberOfThreads() {
    compare(LITTLE, 7, SameBits.all(), 1, 3);
  }

  private void compare(int shared, int threads, List<Named<TrainingPlan>> cases, int... stops) {
    new SameBits(simd, CpuBuild.engine(shared, threads)).compare(cases, stops);
  }

  private static Set<Kernel> kernels(int shared) {
    return SameBits.all().stream()
        .map(Named::getPayload)
        .map(plan -> new WorkLayout(plan, new ParameterLayout(plan.network()), shared).kernel)
        .collect(Collectors.toSet());
  }
}
