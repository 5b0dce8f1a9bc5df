package dev.polysweep.engine.cuda;

import dev.polysweep.engine.Engines;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Small runs of every experiment that trains networks have equal results on both engines, on the
 * CPU build of the kernels.
 */
class CudaExperimentsTest {

  @TempDir Path folder;

  private final CudaEngine cuda = CpuBuild.engine();

  @Test
  void taming() throws IOException {
    EqualResults.compare(Engines.named("simd"), cuda, EqualResults.TAMING, folder);
  }

  @Test
  void temporal() throws IOException {
    EqualResults.compare(Engines.named("simd"), cuda, EqualResults.TEMPORAL, folder);
  }

  @Test
  void toy() throws IOException {
    EqualResults.compare(Engines.named("simd"), cuda, EqualResults.TOY, folder);
  }

  @Test
  void network() throws IOException {
    EqualResults.compare(Engines.named("simd"), cuda, EqualResults.NETWORK, folder);
  }
}
