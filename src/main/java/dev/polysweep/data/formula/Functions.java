package dev.polysweep.data.formula;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** The functions that a formula may use, all in double precision and the same on every machine. */
final class Functions {

  /** Functions of one argument by name. */
  static final Map<String, DoubleUnaryOperator> OF_ONE =
      new TreeMap<>(
          Map.of(
              "abs", Math::abs,
              "cos", StrictMath::cos,
              "exp", StrictMath::exp,
              "log", StrictMath::log,
              "relu", x -> Math.max(x, 0),
              "sign", Math::signum,
              "sin", StrictMath::sin,
              "sqrt", Math::sqrt,
              "tanh", StrictMath::tanh));

  /** Functions of two arguments by name. */
  static final Map<String, DoubleBinaryOperator> OF_TWO =
      new TreeMap<>(Map.of("max", Math::max, "min", Math::min));

  /** The largest whole exponent that is computed by multiplying. */
  private static final int PRODUCT = 8;

  private Functions() {}

  /**
   * The power base^exponent: for a whole exponent from 0 to 8 the product base·…·base from left to
   * right, otherwise that of {@link StrictMath#pow}.
   */
  static double power(double base, double exponent) {
    int whole = (int) exponent;
    if (whole != exponent || whole < 0 || whole > PRODUCT) {
      return StrictMath.pow(base, exponent);
    }
    double product = 1;
    for (int i = 0; i < whole; i++) {
      product *= base;
    }
    return product;
  }
}
