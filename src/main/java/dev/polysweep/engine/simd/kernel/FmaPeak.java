package dev.polysweep.engine.simd.kernel;

import static dev.polysweep.engine.simd.kernel.Lanes.SPECIES;
import static dev.polysweep.engine.simd.kernel.Lanes.WIDTH;

import jdk.incubator.vector.FloatVector;

/**
 * Measures the peak rate of fused multiply-adds of one core, by twelve independent chains of them
 * that stay in registers and do not touch memory.
 */
public final class FmaPeak {

  private static final int CHAINS = 12;
  private static final int ITERATIONS = 2_000_000;
  private static final int ROUNDS = 20;

  private FmaPeak() {}

  /**
   * The best of several rounds in GFLOP/s, where one multiply-add counts as two operations. Takes a
   * fraction of a second.
   */
  public static double gflops() {
    double best = 0;
    float sink = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      sink += chains(ITERATIONS);
      long ns = System.nanoTime() - start;
      best = Math.max(best, 2.0 * CHAINS * WIDTH * ITERATIONS / ns);
    }
    if (Float.isNaN(sink)) {
      throw new IllegalStateException("the chains converge to 1");
    }
    return best;
  }

  private static float chains(int n) {
    FloatVector x = FloatVector.broadcast(SPECIES, 0.999f);
    FloatVector y = FloatVector.broadcast(SPECIES, 0.001f);
    FloatVector a = y;
    FloatVector b = y.add(1f);
    FloatVector c = y.add(2f);
    FloatVector d = y.add(3f);
    FloatVector e = y.add(4f);
    FloatVector f = y.add(5f);
    FloatVector g = y.add(6f);
    FloatVector h = y.add(7f);
    FloatVector i = y.add(8f);
    FloatVector j = y.add(9f);
    FloatVector k = y.add(10f);
    FloatVector l = y.add(11f);
    for (int q = 0; q < n; q++) {
      a = a.fma(x, y);
      b = b.fma(x, y);
      c = c.fma(x, y);
      d = d.fma(x, y);
      e = e.fma(x, y);
      f = f.fma(x, y);
      g = g.fma(x, y);
      h = h.fma(x, y);
      i = i.fma(x, y);
      j = j.fma(x, y);
      k = k.fma(x, y);
      l = l.fma(x, y);
    }
    return a.add(b).add(c).add(d).add(e).add(f).add(g).add(h).add(i).add(j).add(k).add(l).lane(0);
  }
}
