package dev.polysweep.engine.cuda;

import dev.polysweep.engine.Device;
import dev.polysweep.engine.Engine;
import dev.polysweep.engine.Engines;
import dev.polysweep.engine.net.EngineContract;
import dev.polysweep.engine.net.SameBits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract on a GPU, and the bits of the SIMD engine: {@code mvn test -Dgroups=gpu}, or {@code
 * src/bench/gpu.sh} where there is no Maven. Without a GPU the reason why not is printed.
 */
@Tag("gpu")
public class CudaGpuTest extends EngineContract {

  @TempDir Path folder;

  @BeforeAll
  static void requireGpu() {
    Optional<String> obstacle = new CudaEngine().unavailable(device());
    obstacle.ifPresent(
        reason -> {
          System.err.println("Skipped, no test on a GPU: " + reason);
          Assumptions.abort(reason);
        });
  }

  /** The GPU of the property, or the first. */
  public static Device device() {
    return Device.ofProcess().hasGpu() ? Device.ofProcess() : Device.gpu("0");
  }

  @Override
  protected Engine engine() {
    return new CudaEngine();
  }

  @Test
  void hasTheBitsOfTheSimdEngine() {
    new SameBits(Engines.named("simd"), engine()).compare(SameBits.all(), 1, 2, 100);
  }

  @Test
  void experimentsHaveEqualResults() throws IOException {
    for (String sweep :
        new String[] {
          EqualResults.TAMING,
          EqualResults.TEMPORAL,
          EqualResults.TOY,
          EqualResults.NETWORK,
          EqualResults.FULL_TAMING
        }) {
      EqualResults.compare(Engines.named("simd"), engine(), sweep, folder);
    }
  }
}
