package dev.polysweep.engine.simd;

import com.sun.management.ThreadMXBean;
import dev.polysweep.engine.net.Noise;
import dev.polysweep.engine.simd.kernel.VectorMath;
import dev.polysweep.engine.simd.net.VectorDraws;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/**
 * Whether the compiled vector kernels allocate, asked in a JVM of their own: what the compiler
 * inlines depends on everything that a JVM ran before. Exits with 1 and says which kernel does.
 */
public final class Allocation {

  private static final int CALLS = 500;

  public static void main(String[] args) {
    float[] x = new float[1024];
    float[] y = new float[1024];
    float[] d = new float[1024];
    float[] out = new float[12 * 832];
    VectorDraws draws = new VectorDraws();
    boolean free = true;
    free &= allocatesNothing("gelu", () -> VectorMath.gelu(x, 0, y, d, 0, 1024));
    free &= allocatesNothing("tanh", () -> VectorMath.tanh(x, 0, y, d, 0, 1024));
    free &= allocatesNothing("exp", () -> VectorMath.exp(x, 0, y, 0, 1024));
    free &= allocatesNothing("log", () -> VectorMath.log(x, 0, y, 0, 1024));
    free &= allocatesNothing("sinTwoPi", () -> VectorMath.sinTwoPi(x, 0, y, 0, 1024));
    free &= allocatesNothing("cosTwoPi", () -> VectorMath.cosTwoPi(x, 0, y, 0, 1024));
    free &= allocatesNothing("mask", () -> VectorDraws.mask(x, y, 0.5f, d, 0, 1024));
    for (Noise.Kind kind : Noise.Kind.values()) {
      Noise noise = new Noise(kind, 0.1);
      free &=
          allocatesNothing("noise " + kind, () -> draws.noise(noise, 1, 2, 12, 0, 832, out, 832));
    }
    System.exit(free ? 0 : 1);
  }

  /** Once compiled, the calls allocate less than one vector each. Compilation gets up to 20 s. */
  private static boolean allocatesNothing(String name, Runnable kernel) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long self = Thread.currentThread().getId();
    long bytes = Long.MAX_VALUE;
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (bytes >= CALLS * 16 && System.nanoTime() < deadline) {
      long before = threads.getThreadAllocatedBytes(self);
      for (int i = 0; i < CALLS; i++) {
        kernel.run();
      }
      bytes = threads.getThreadAllocatedBytes(self) - before;
    }
    if (bytes >= CALLS * 16) {
      System.out.println(name + ": " + bytes + " bytes in " + CALLS + " calls");
      return false;
    }
    return true;
  }

  private Allocation() {}
}
