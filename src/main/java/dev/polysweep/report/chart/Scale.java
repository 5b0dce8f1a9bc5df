package dev.polysweep.report.chart;

import dev.polysweep.report.draw.Numbers;
import dev.polysweep.report.draw.TextMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A map from values to pixels, linear or logarithmic.
 *
 * @param low value at the pixel {@code from}
 * @param high value at the pixel {@code to}, above {@code low}
 * @param log whether the scale is logarithmic, in which case {@code low} must be above 0
 * @param from pixel coordinate of {@code low}
 * @param to pixel coordinate of {@code high}
 */
public record Scale(double low, double high, boolean log, double from, double to) {

  /**
   * Makes a scale that extends 4 % of the range of the data beyond both its ends. If the range is
   * empty, the scale extends a little to both sides of the single value.
   */
  static Scale over(double low, double high, boolean log, double from, double to) {
    if (log) {
      double room = Math.max(0.04 * Math.log(high / low), 0.05);
      return new Scale(low * Math.exp(-room), high * Math.exp(room), true, from, to);
    }
    double room = high > low ? 0.04 * (high - low) : Math.max(0.1 * Math.abs(low), 1e-9);
    return new Scale(low - room, high + room, false, from, to);
  }

  /** Returns a scale with the same range of values on other pixels. */
  Scale onto(double newFrom, double newTo) {
    return new Scale(low, high, log, newFrom, newTo);
  }

  /** Returns the pixel of a value. A value outside the range gets the pixel of the nearer end. */
  public double at(double value) {
    double inside = Math.min(Math.max(value, low), high);
    double share =
        log ? Math.log(inside / low) / Math.log(high / low) : (inside - low) / (high - low);
    return from + share * (to - from);
  }

  /** An axis tick: a round value and its text. */
  record Tick(double value, String text) {}

  /**
   * Returns about {@code target} round values within the range, with their texts.
   *
   * @param signed whether the texts of positive values begin with a plus sign
   */
  List<Tick> ticks(int target, boolean signed) {
    List<Double> values = ticks(target);
    List<String> texts = Numbers.ticks(values, !log, signed);
    return IntStream.range(0, values.size())
        .mapToObj(i -> new Tick(values.get(i), texts.get(i)))
        .toList();
  }

  /**
   * Returns at most about {@code target} ticks of a horizontal axis, so few that their texts do not
   * touch, wherever at its tick a text stands.
   *
   * @param signed whether the texts of positive values begin with a plus sign
   */
  List<Tick> spaced(int target, boolean signed) {
    List<Tick> ticks = ticks(target, signed);
    for (int fewer = target - 1; fewer > 1 && !apart(ticks); fewer--) {
      ticks = ticks(fewer, signed);
    }
    while (!apart(ticks)) {
      List<Tick> all = ticks;
      ticks = IntStream.range(0, all.size()).filter(i -> i % 2 == 0).mapToObj(all::get).toList();
    }
    return ticks;
  }

  private boolean apart(List<Tick> ticks) {
    return IntStream.range(1, ticks.size())
        .allMatch(
            i -> {
              double texts =
                  TextMetrics.width(ticks.get(i - 1).text(), Heading.SMALL)
                      + TextMetrics.width(ticks.get(i).text(), Heading.SMALL);
              double distance = Math.abs(at(ticks.get(i).value()) - at(ticks.get(i - 1).value()));
              return distance > 0.75 * texts + 4;
            });
  }

  /** Returns about {@code target} round values within the range. */
  List<Double> ticks(int target) {
    return log ? logTicks(target) : linearTicks(target);
  }

  /** Returns multiples of a step that is 1, 2 or 5 times a power of ten. */
  private List<Double> linearTicks(int target) {
    double rough = (high - low) / target;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double step =
        power * (rough / power < 1.5 ? 1 : rough / power < 3.5 ? 2 : rough / power < 7.5 ? 5 : 10);
    List<Double> ticks = new ArrayList<>();
    for (long k = (long) Math.ceil(low / step - 1e-9); k * step <= high + 1e-9 * step; k++) {
      // Division by a power of ten is correctly rounded, whereas multiplication by 0.1 is not.
      ticks.add(step < 1 ? k / (1 / step) : k * step);
    }
    return ticks;
  }

  /**
   * Returns powers of ten if the range holds three or more of them, leaving out some at regular
   * distances if there are too many. A shorter range gets 1, 2 and 5 times powers of ten; if fewer
   * than two of these lie in the range, the ticks are those of a linear scale.
   */
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
