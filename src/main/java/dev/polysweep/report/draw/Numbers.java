package dev.polysweep.report.draw;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Numbers for readers: as many digits as the interval supports. An interval's half width is given
 * to two significant digits, its centre to the same decimal place. Values below 0.001 or from a
 * million on are written with an exponent. A minus is U+2212, as wide as a plus.
 */
public final class Numbers {

  /** Where there is no value. */
  public static final String NONE = "–";

  private Numbers() {}

  /**
   * Decimal places for a column of intervals, so that its numbers align: those of the smallest half
   * width; null if the widths differ by a factor of ten or more, where every row needs its own.
   *
   * @param halfWidths in any order; those that are 0 or not finite do not count
   */
  public static Integer commonPlace(DoubleStream halfWidths) {
    double[] sorted = halfWidths.filter(h -> h > 0 && Double.isFinite(h)).sorted().toArray();
    if (sorted.length == 0 || sorted[sorted.length - 1] >= 10 * sorted[0]) {
      return null;
    }
    return place(sorted[0]);
  }

  /** {@code 5.70 ± 0.57}; without an interval the value to three significant digits. */
  public static String plusMinus(double mean, Double low, Double high) {
    return plusMinus(mean, low, high, null);
  }

  /** The same with the decimal places of a column, or null for the row's own. */
  public static String plusMinus(double mean, Double low, Double high, Integer commonPlace) {
    if (!Double.isFinite(mean)) {
      return NONE;
    }
    if (!bounded(low, high)) {
      return value(mean);
    }
    double half = (high - low) / 2;
    if (half <= 0) {
      return value(mean) + " ± 0";
    }
    int place = commonPlace == null ? place(half) : commonPlace;
    int exponent = exponentOf(Math.max(Math.abs(mean), half));
    if (exponent != 0) {
      double unit = Math.pow(10, exponent);
      return "("
          + fixed(mean / unit, place + exponent)
          + " ± "
          + fixed(half / unit, place + exponent)
          + ")e"
          + minus(Integer.toString(exponent));
    }
    return fixed(mean, place) + " ± " + fixed(half, place);
  }

  /** {@code −16 [−30, −2]}; without an interval the value to three significant digits. */
  public static String withInterval(double mean, Double low, Double high) {
    if (!Double.isFinite(mean)) {
      return NONE;
    }
    return bounded(low, high) ? centre(mean, low, high) + " " + interval(low, high) : value(mean);
  }

  /** The value alone, rounded as its interval supports. */
  public static String centre(double mean, Double low, Double high) {
    return bounded(low, high) && high > low ? fixed(mean, place((high - low) / 2)) : value(mean);
  }

  /** {@code [−30, −2]}, or nothing without an interval. */
  public static String interval(Double low, Double high) {
    if (!bounded(low, high)) {
      return "";
    }
    int place = high > low ? place((high - low) / 2) : 3;
    return "[" + fixed(low, place) + ", " + fixed(high, place) + "]";
  }

  /** Three significant digits. */
  public static String value(double value) {
    if (!Double.isFinite(value)) {
      return NONE;
    }
    if (value == 0) {
      return "0";
    }
    int exponent = exponentOf(Math.abs(value));
    if (exponent != 0) {
      return fixed(value / Math.pow(10, exponent), 2) + "e" + minus(Integer.toString(exponent));
    }
    return fixed(value, Math.max(0, place(value) + 1));
  }

  /** A chance: two significant digits, at most three decimals. */
  public static String p(Double p) {
    if (p == null || p.isNaN()) {
      return NONE;
    }
    return p < 0.001 ? "< 0.001" : fixed(p, p < 0.1 ? 3 : 2);
  }

  /**
   * Ticks of an axis: all with the decimals that one of them needs, or each with its own on a
   * logarithmic axis.
   *
   * @param even whether all get the same number of decimals
   * @param signed whether positive ones get a plus
   */
  public static List<String> ticks(List<Double> ticks, boolean even, boolean signed) {
    List<BigDecimal> exact = ticks.stream().map(Numbers::decimal).toList();
    int decimals = even ? exact.stream().mapToInt(BigDecimal::scale).max().orElse(0) : 0;
    return exact.stream()
        .map(tick -> (signed && tick.signum() > 0 ? "+" : "") + minus(tick(tick, decimals)))
        .toList();
  }

  private static String tick(BigDecimal tick, int decimals) {
    double magnitude = Math.abs(tick.doubleValue());
    if (magnitude > 0 && (magnitude < 1e-4 || magnitude >= 1e6)) {
      int exponent = tick.precision() - tick.scale() - 1;
      return tick.scaleByPowerOfTen(-exponent).stripTrailingZeros().toPlainString()
          + "e"
          + exponent;
    }
    if (tick.signum() == 0) {
      return "0";
    }
    return tick.setScale(Math.max(decimals, Math.max(0, tick.scale())), RoundingMode.UNNECESSARY)
        .toPlainString();
  }

  /** The decimal number that a tick was meant to be, without the error of its binary form. */
  private static BigDecimal decimal(double tick) {
    return tick == 0
        ? BigDecimal.ZERO
        : new BigDecimal(tick).round(new MathContext(10)).stripTrailingZeros();
  }

  public static boolean bounded(Double low, Double high) {
    return low != null && high != null && Double.isFinite(low) && Double.isFinite(high);
  }

  /** Decimal places that leave two significant digits of a positive or negative width. */
  private static int place(double width) {
    double magnitude = new BigDecimal(Math.abs(width)).round(new MathContext(2)).doubleValue();
    return 1 - (int) Math.floor(Math.log10(magnitude) + 1e-12);
  }

  private static int exponentOf(double magnitude) {
    return magnitude < 1e-3 || magnitude >= 1e6
        ? (int) Math.floor(Math.log10(magnitude) + 1e-12)
        : 0;
  }

  private static String fixed(double value, int decimals) {
    if (!Double.isFinite(value)) {
      return NONE;
    }
    BigDecimal rounded =
        new BigDecimal(value).setScale(Math.max(0, Math.min(decimals, 12)), RoundingMode.HALF_EVEN);
    return minus(rounded.toPlainString());
  }

  private static String minus(String text) {
    return text.replace('-', '−');
  }
}
