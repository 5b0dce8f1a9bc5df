package dev.polysweep.report.chart;

import dev.polysweep.report.draw.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Maps values to pixels, linearly or by logarithm.
 *
 * @param low value at {@code from}
 * @param high value at {@code to}, above {@code low}
 * @param log whether by logarithm; then {@code low} is above 0
 * @param from pixel of the low end
 * @param to pixel of the high end
 */
public record Scale(double low, double high, boolean log, double from, double to) {

  /** A scale over data with 4 % of room at both ends; a single value gets some room around it. */
  static Scale over(double low, double high, boolean log, double from, double to) {
    if (log) {
      double room = Math.max(0.04 * Math.log(high / low), 0.05);
      return new Scale(low * Math.exp(-room), high * Math.exp(room), true, from, to);
    }
    double room = high > low ? 0.04 * (high - low) : Math.max(0.1 * Math.abs(low), 1e-9);
    return new Scale(low - room, high + room, false, from, to);
  }

  /** The same values on other pixels. */
  Scale onto(double newFrom, double newTo) {
    return new Scale(low, high, log, newFrom, newTo);
  }

  /** Pixel of a value; values beyond the ends are put at the ends. */
  public double at(double value) {
    double inside = Math.min(Math.max(value, low), high);
    double share =
        log ? Math.log(inside / low) / Math.log(high / low) : (inside - low) / (high - low);
    return from + share * (to - from);
  }

  /** A round value and how to write it. */
  record Tick(double value, String text) {}

  /**
   * Round values within the scale, about {@code target} of them, in words; positive ones with a
   * plus if asked.
   */
  List<Tick> ticks(int target, boolean signed) {
    List<Double> values = ticks(target);
    List<String> texts = Numbers.ticks(values, !log, signed);
    return IntStream.range(0, values.size())
        .mapToObj(i -> new Tick(values.get(i), texts.get(i)))
        .toList();
  }

  /** Round values within the scale, about {@code target} of them. */
  List<Double> ticks(int target) {
    return log ? logTicks(target) : linearTicks(target);
  }

  /** Multiples of 1, 2 or 5 times a power of ten. */
  private List<Double> linearTicks(int target) {
    double rough = (high - low) / target;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double step =
        power * (rough / power < 1.5 ? 1 : rough / power < 3.5 ? 2 : rough / power < 7.5 ? 5 : 10);
    List<Double> ticks = new ArrayList<>();
    for (long k = (long) Math.ceil(low / step - 1e-9); k * step <= high + 1e-9 * step; k++) {
      // Division by a power of ten is correctly rounded where multiplication by 0.1 is not.
      ticks.add(step < 1 ? k / (1 / step) : k * step);
    }
    return ticks;
  }

  /** Powers of ten, every second one and so on if they are many; 1, 2, 5 if they are few. */
  private List<Double> logTicks(int target) {
    int first = (int) Math.ceil(Math.log10(low) - 1e-9);
    int last = (int) Math.floor(Math.log10(high) + 1e-9);
    List<Double> ticks = new ArrayList<>();
    if (last - first >= 2) {
      int stride = Math.max(1, (int) Math.ceil((last - first + 1.0) / target));
      for (int e = last; e >= first; e -= stride) {
        ticks.add(0, Double.parseDouble("1e" + e));
      }
      return ticks;
    }
    for (int e = first - 1; e <= last; e++) {
      for (int digit : new int[] {1, 2, 5}) {
        double tick = Double.parseDouble(digit + "e" + e);
        if (tick >= low && tick <= high) {
          ticks.add(tick);
        }
      }
    }
    return ticks.size() >= 2 ? ticks : linearTicks(target);
  }
}
