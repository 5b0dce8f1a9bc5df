package dev.polysweep.engine.simd.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.polysweep.engine.simd.Allocation;
import dev.polysweep.engine.simd.ScalarEquality;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Vector kernels against their scalar specifications at every vector length, and that they do not
 * allocate.
 */
class VectorMathTest {

  private static final int SAMPLES = 10_000_000;

  @Test
  void functionsHaveTheScalarBits() {
    ScalarEquality.functions(SAMPLES);
  }

  @Test
  void drawsHaveTheScalarBits() {
    ScalarEquality.philox();
    ScalarEquality.noise();
    ScalarEquality.uniforms();
  }

  /** Shorter vectors than this machine's, in a JVM of their own. */
  @ParameterizedTest
  @ValueSource(ints = {128, 256})
  void bitsAreTheSameAtOtherVectorLengths(int bits) throws Exception {
    assumeTrue(bits < FloatVector.SPECIES_PREFERRED.vectorBitSize());
    runs(
        ScalarEquality.class,
        List.of("-XX:MaxVectorSize=" + bits / 8),
        Integer.toString(bits),
        Integer.toString(SAMPLES));
  }

  @Test
  void anArrayMayBeItsOwnResult() {
    float[] x = {-2, -1, -0.5f, 0, 0.5f, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    float[] inPlace = x.clone();
    float[] value = new float[x.length];
    float[] derivative = new float[x.length];
    float[] other = new float[x.length];
    VectorMath.gelu(x, 0, value, derivative, 0, x.length);
    VectorMath.gelu(inPlace, 0, inPlace, other, 0, x.length);
    assertArrayEquals(value, inPlace);
    assertArrayEquals(derivative, other);
  }

  /** A call that should not allocate and does has a vector pass it, and is several times slower. */
  @Test
  void kernelsDoNotAllocate() throws Exception {
    runs(Allocation.class, List.of());
  }

  private static void runs(Class<?> main, List<String> options, String... arguments)
      throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("--add-modules=jdk.incubator.vector", "-Xmx256m"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(2, TimeUnit.MINUTES));
    assertEquals(0, process.exitValue(), output);
  }
}
