package dev.polysweep.engine.sae;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.polysweep.engine.Engines;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions of the SIMD engine: the contract, and bits that depend on no machine. */
class SaeSessionTest extends SaeSessionContract {

  @Override
  protected SaeTrainer trainer() {
    return Engines.saeTrainer("simd");
  }

  @Test
  void anEngineWithoutAutoencodersSaysSo() {
    assertTrue(Engines.named("nd4j").saeTrainer().isEmpty());
  }

  @Test
  void bitsDoNotDependOnThreads() {
    String one = SaeBits.of(1);
    assertEquals(one, SaeBits.of(2));
    assertEquals(one, SaeBits.of(5));
  }

  @ParameterizedTest
  @ValueSource(ints = {128, 256})
  void bitsDoNotDependOnTheVectorLength(int bits) throws Exception {
    assumeTrue(bits < FloatVector.SPECIES_PREFERRED.vectorBitSize());
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:MaxVectorSize=" + bits / 8,
                "--add-modules=jdk.incubator.vector",
                "-cp",
                System.getProperty("java.class.path"),
                SaeBits.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(2, TimeUnit.MINUTES));
    assertEquals(SaeBits.of(1), output.trim());
  }
}
