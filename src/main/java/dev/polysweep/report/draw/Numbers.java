package dev.polysweep.report.draw;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Writes numbers for readers, with as many digits as the interval supports. The half width of an
 * interval is written with two significant digits, and its centre with the same number of decimal
 * places. Values below 0.001 or from a million on are written with an exponent. The minus sign is
 * U+2212, which is as wide as a plus sign.
 */
public final class Numbers {

  /** The text that stands for a missing value. */
  public static final String NONE = "–";

  /**
   * Distance of an interval's middle from the mean, in half widths, from which it is written out.
   */
  private static final double SKEWED = 0.25;

  private static final int MOST_DIGITS = 6;

  private Numbers() {}

  /**
   * Returns the number of decimal places for a column of intervals, so that the numbers of the
   * column align. It is the number that the smallest half width needs. Returns null if the greatest
   * half width is ten or more times the smallest, because then every row needs its own number of
   * decimal places.
   *
   * @param halfWidths half widths in any order; those that are 0 or not finite are ignored
   */
  public static Integer commonPlace(DoubleStream halfWidths) {
    double[] sorted = halfWidths.filter(h -> h > 0 && Double.isFinite(h)).sorted().toArray();
    if (sorted.length == 0 || sorted[sorted.length - 1] >= 10 * sorted[0]) {
      return null;
    }
    return place(sorted[0]);
  }

  /**
   * Returns the mean with the half width of its interval, for example {@code 5.70 ± 0.57}. Without
   * an interval the mean has three significant digits.
   */
  public static String plusMinus(double mean, Double low, Double high) {
    return plusMinus(mean, low, high, null);
  }

  /**
   * Returns the mean with the half width of its interval, with a given number of decimal places. An
   * interval whose middle is a quarter of its half width or more from the mean is written out, as
   * by {@link #withInterval}.
   *
   * @param commonPlace number of decimal places of the column, from {@link #commonPlace}; null to
   *     derive it from this interval alone
   */
  public static String plusMinus(double mean, Double low, Double high, Integer commonPlace) {
    if (!Double.isFinite(mean)) {
      return NONE;
    }
    if (!bounded(low, high)) {
      return value(mean);
    }
    double half = (high - low) / 2;
    if (Math.abs(high + low - 2 * mean) > SKEWED * half) {
      int decimals = commonPlace == null ? place(half) : commonPlace;
      return exponentOf(Math.max(Math.abs(mean), half)) != 0
          ? withInterval(mean, low, high)
          : fixed(mean, decimals)
              + " ["
              + fixed(low, decimals)
              + ", "
              + fixed(high, decimals)
              + "]";
    }
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

  /**
   * Returns the mean with its interval, for example {@code −16 [−30, −2]}. Without an interval the
   * mean has three significant digits.
   */
  public static String withInterval(double mean, Double low, Double high) {
    if (!Double.isFinite(mean)) {
      return NONE;
    }
    return bounded(low, high) ? centre(mean, low, high) + " " + interval(low, high) : value(mean);
  }

  /** Returns the mean alone, with as many decimal places as its interval supports. */
  public static String centre(double mean, Double low, Double high) {
    return bounded(low, high) && high > low ? fixed(mean, place(low, high)) : value(mean);
  }

  /**
   * Returns the interval alone, for example {@code [−30, −2]}, or an empty text if an end is
   * missing.
   */
  public static String interval(Double low, Double high) {
    if (!bounded(low, high)) {
      return "";
    }
    if (high <= low) {
      return "[" + value(low) + ", " + value(high) + "]";
    }
    int place = place(low, high);
    return "[" + fixed(low, place) + ", " + fixed(high, place) + "]";
  }

  /** Returns a value with three significant digits. */
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

  /** Returns a value that somebody chose, such as a bound, with up to four significant digits. */
  public static String chosen(double value) {
    return Double.isFinite(value)
        ? minus(setting(new BigDecimal(value).round(new MathContext(4)).toString()))
        : NONE;
  }

  /**
   * Returns the value of a setting as people write it: {@code 1.0E-4} becomes {@code 1e-4}, and
   * {@code 0.30} becomes {@code 0.3}. A text that is no number stays as it is.
   */
  public static String setting(String text) {
    try {
      BigDecimal number = new BigDecimal(text).stripTrailingZeros();
      double magnitude = Math.abs(number.doubleValue());
      if (magnitude != 0 && (magnitude < 1e-3 || magnitude >= 1e6)) {
        int exponent = number.precision() - number.scale() - 1;
        return number.scaleByPowerOfTen(-exponent).toPlainString() + "e" + exponent;
      }
      return number.toPlainString();
    } catch (NumberFormatException e) {
      return text;
    }
  }

  /**
   * Returns a p-value with two decimal places, or with three if it is below 0.1. A value below
   * 0.001 is written as {@code < 0.001}.
   */
  public static String p(Double p) {
    if (p == null || p.isNaN()) {
      return NONE;
    }
    return p < 0.001 ? "< 0.001" : fixed(p, p < 0.1 ? 3 : 2);
  }

  /**
   * Returns the texts of an axis's ticks.
   *
   * @param ticks values of the ticks
   * @param even whether all ticks get as many decimal places as the tick that needs the most, as on
   *     a linear axis; otherwise each tick has only those it needs itself, as on a logarithmic axis
   * @param signed whether positive ticks begin with a plus sign
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

  /**
   * Returns the decimal number that a tick stands for, without the rounding error of its binary
   * form.
   */
  private static BigDecimal decimal(double tick) {
    return tick == 0
        ? BigDecimal.ZERO
        : new BigDecimal(tick).round(new MathContext(10)).stripTrailingZeros();
  }

  /** Returns whether both ends of an interval are there (not null) and finite. */
  public static boolean bounded(Double low, Double high) {
    return low != null && high != null && Double.isFinite(low) && Double.isFinite(high);
  }

  /**
   * Returns the number of decimal places that give a width, positive or negative, two significant
   * digits.
   */
  private static int place(double width) {
    double magnitude = new BigDecimal(Math.abs(width)).round(new MathContext(2)).doubleValue();
    return 1 - (int) Math.floor(Math.log10(magnitude) + 1e-12);
  }

  /**
   * Returns the number of decimal places of an interval's ends: those of its half width, but no
   * more than give the larger end six significant digits, beyond which measurements do not go.
   */
  private static int place(double low, double high) {
    int most = MOST_DIGITS - 2 + place(Math.max(Math.abs(low), Math.abs(high)));
    return Math.min(place((high - low) / 2), Math.max(0, most));
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
