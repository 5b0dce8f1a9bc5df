package dev.polysweep.math;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The powers bⁿ of a number for n = 0, 1, …, as {@link StrictMath#pow} gives them. Each is computed
 * once in a process, because thousands of small networks ask for the same ones, and a power takes
 * as long as a step of the smallest network. Thread-safe.
 */
final class Powers {

  /** Exponents from here on are not kept: 512 KiB a base. */
  private static final int KEPT = 1 << 16;

  private static final Map<Double, Powers> OF_BASES = new ConcurrentHashMap<>();

  private final double base;
  private volatile double[] known = new double[0];

  private Powers(double base) {
    this.base = base;
  }

  /** The powers of a number. */
  static Powers of(double base) {
    return OF_BASES.computeIfAbsent(base, Powers::new);
  }

  /** The n-th power, for n ≥ 0. */
  double at(int n) {
    double[] powers = known;
    if (n < powers.length) {
      return powers[n];
    }
    return n < KEPT ? extended(n)[n] : StrictMath.pow(base, n);
  }

  private synchronized double[] extended(int n) {
    int from = known.length;
    if (n >= from) {
      double[] powers = Arrays.copyOf(known, Math.min(KEPT, Math.max(256, 2 * n)));
      for (int i = from; i < powers.length; i++) {
        powers[i] = StrictMath.pow(base, i);
      }
      known = powers;
    }
    return known;
  }
}
