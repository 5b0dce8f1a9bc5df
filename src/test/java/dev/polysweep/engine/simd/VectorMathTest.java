package dev.polysweep.engine.simd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import dev.polysweep.engine.Noise;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
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
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules=jdk.incubator.vector",
                "-XX:MaxVectorSize=" + bits / 8,
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                ScalarEquality.class.getName(),
                Integer.toString(bits),
                Integer.toString(SAMPLES))
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(1, TimeUnit.MINUTES));
    assertEquals(0, process.exitValue(), output);
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

  @Test
  void functionsDoNotAllocate() {
    float[] x = new float[1024];
    float[] y = new float[1024];
    float[] d = new float[1024];
    assertAllocationFree(() -> VectorMath.gelu(x, 0, y, d, 0, 1024));
    assertAllocationFree(() -> VectorMath.tanh(x, 0, y, d, 0, 1024));
    assertAllocationFree(() -> VectorMath.exp(x, 0, y, 0, 1024));
    assertAllocationFree(() -> VectorMath.log(x, 0, y, 0, 1024));
    assertAllocationFree(() -> VectorMath.sinTwoPi(x, 0, y, 0, 1024));
    assertAllocationFree(() -> VectorMath.cosTwoPi(x, 0, y, 0, 1024));
    assertAllocationFree(() -> Draws.mask(x, y, 0.5, d, 0, 1024));
  }

  @ParameterizedTest
  @EnumSource(Noise.Kind.class)
  void noiseDoesNotAllocate(Noise.Kind kind) {
    Draws draws = new Draws();
    Noise noise = new Noise(kind, 0.1);
    float[] out = new float[12 * 832];
    assertAllocationFree(() -> draws.noise(noise, 1, 2, 12, 0, 832, out, 832));
  }

  /** Once compiled, 500 calls allocate less than one vector a call. Compilation gets up to 20 s. */
  private static void assertAllocationFree(Runnable kernel) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long self = Thread.currentThread().getId();
    long bytes = Long.MAX_VALUE;
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (bytes >= 500 * 16 && System.nanoTime() < deadline) {
      long before = threads.getThreadAllocatedBytes(self);
      for (int i = 0; i < 500; i++) {
        kernel.run();
      }
      bytes = threads.getThreadAllocatedBytes(self) - before;
    }
    long allocated = bytes;
    assertTrue(allocated < 500 * 16, () -> allocated + " bytes in 500 calls");
  }
}
