package dev.polysweep.feature;

import java.io.Serializable;
import java.util.Arrays;

/**
 * A sum of floats without rounding. It keeps one integer sum of mantissas for each exponent, so
 * that neither the order of the terms nor a partitioning into partial sums changes a bit of the
 * result. It holds up to 2³⁹ terms.
 */
public final class ExactSum implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final int UNIT = 150; // value = mantissa · 2^(exponent − 150)

  private long[] mantissas = new long[0];
  private int lowest;

  /**
   * Adds a term.
   *
   * @throws IllegalArgumentException if the term is not finite
   */
  public void add(float term) {
    if (term == 0) {
      return;
    }
    int bits = Float.floatToRawIntBits(term);
    int exponent = bits >>> 23 & 255;
    if (exponent == 255) {
      throw new IllegalArgumentException("only finite numbers can be summed, not " + term);
    }
    long mantissa = bits & 0x7fffff | (exponent > 0 ? 0x800000 : 0);
    add(Math.max(1, exponent), bits < 0 ? -mantissa : mantissa);
  }

  /** Adds all terms of another sum, which is not changed. */
  public void add(ExactSum other) {
    for (int i = 0; i < other.mantissas.length; i++) {
      if (other.mantissas[i] != 0) {
        add(other.lowest + i, other.mantissas[i]);
      }
    }
  }

  private void add(int exponent, long mantissa) {
    if (mantissas.length == 0) {
      lowest = exponent;
      mantissas = new long[1];
    } else if (exponent < lowest) {
      long[] wider = new long[mantissas.length + lowest - exponent];
      System.arraycopy(mantissas, 0, wider, lowest - exponent, mantissas.length);
      mantissas = wider;
      lowest = exponent;
    } else if (exponent >= lowest + mantissas.length) {
      mantissas = Arrays.copyOf(mantissas, exponent - lowest + 1);
    }
    mantissas[exponent - lowest] += mantissa;
  }

  /** The sum as a double. Only this conversion rounds. */
  public double value() {
    double sum = 0;
    for (int i = 0; i < mantissas.length; i++) {
      sum += Math.scalb((double) mantissas[i], lowest + i - UNIT);
    }
    return sum;
  }
}
