package dev.polysweep.engine.nd4j;

import dev.polysweep.engine.Device;
import dev.polysweep.engine.Engine;
import dev.polysweep.engine.net.EngineContract;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/**
 * The contract on a GPU: {@code mvn -Pcuda test -Dgroups=gpu} on a machine with one that the
 * library can use; elsewhere the reason why not is printed.
 */
@Tag("gpu")
class Nd4jGpuTest extends EngineContract {

  @BeforeAll
  static void requireGpu() {
    Nd4jEngine engine = new Nd4jEngine();
    Optional<String> obstacle =
        engine.needsGpu()
            ? engine.unavailable(Device.gpu(System.getProperty("polysweep.gpu", "0")))
            : Optional.of("this build has ND4J for the CPU; build with -Pcuda");
    obstacle.ifPresent(
        reason -> {
          System.err.println("Skipped, no test on a GPU: " + reason);
          Assumptions.abort(reason);
        });
  }

  @Override
  protected Engine engine() {
    return new Nd4jEngine();
  }

  /**
   * cuBLAS may take another kernel for another number of matrices, and so add in another order: a
   * few units in the last place of sums of some hundred terms.
   */
  @Override
  protected double packTolerance() {
    return 1e-5;
  }
}
