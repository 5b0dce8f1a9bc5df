package dev.polysweep.engine.nd4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.engine.gpu.Gpu;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CudaRangeTest {

  @ParameterizedTest
  @CsvSource({"3,7", "5,0", "6,1", "7,5", "8,0", "8,6"})
  void gpusThatTheLibraryWasBuiltFor(int major, int minor) {
    assertEquals(Optional.empty(), CudaRange.refusal(new Gpu("some GPU", major, minor)));
  }

  @ParameterizedTest
  @CsvSource({
    "3,5,too old: nd4j-cuda-11.6 is built for compute capability 3.7 to 8.6",
    "8,7,too new: nd4j-cuda-11.6 is built for compute capability 3.7 to 8.6",
    "8,9,too new: nd4j-cuda-11.6 is built for compute capability 3.7 to 8.6",
    "9,0,cannot load on 9.0 and up",
    "12,0,cannot load on 9.0 and up"
  })
  void othersAreRefusedWithTheReason(int major, int minor, String reason) {
    String refusal = CudaRange.refusal(new Gpu("some GPU", major, minor)).orElseThrow();
    assertTrue(refusal.startsWith("some GPU (compute capability " + major + "." + minor), refusal);
    assertTrue(refusal.endsWith(reason), refusal);
  }
}
