package dev.polysweep.experiment.temporal;

import java.util.ArrayList;
import java.util.List;

/** PSI over a run: one value a measurement, NaN where it was undefined. */
final class Trajectory {

  /** Measurements that the rule waits for. */
  static final int NEEDED = 3;

  /** Measurements that the gradient of a critical period is averaged over. */
  static final int WINDOW = 5;

  /** Gradient above which a period is critical, in PSI a measurement. */
  static final double CRITICAL = 0.05;

  private final List<Integer> epochs = new ArrayList<>();
  private final List<Double> values = new ArrayList<>();

  /** Adds a measurement. */
  void add(int epoch, double psi) {
    epochs.add(epoch);
    values.add(psi);
  }

  int size() {
    return values.size();
  }

  /** The values so far. */
  List<Double> values() {
    return List.copyOf(values);
  }

  /** Number of measurements without a value. */
  long undefined() {
    return values.stream().filter(v -> v.isNaN()).count();
  }

  /** psi[-k]: k = 1 is the last; NaN before the first. */
  double back(int k) {
    return k > size() ? Double.NaN : values.get(size() - k);
  }

  /** trend = psi[-1] − psi[-3]; NaN where one of the two is missing. */
  double trend() {
    return back(1) - back(NEEDED);
  }

  /** Mean of the defined ones of the first or last measurements; NaN if there are none. */
  static double mean(List<Double> of) {
    return of.stream()
        .filter(v -> !v.isNaN())
        .mapToDouble(Double::doubleValue)
        .average()
        .orElse(Double.NaN);
  }

  /** Mean of the first three measurements. */
  double first() {
    return mean(values.subList(0, Math.min(NEEDED, size())));
  }

  /** Mean of the last three measurements. */
  double last() {
    return mean(values.subList(Math.max(0, size() - NEEDED), size()));
  }

  /**
   * Mean over the {@value #WINDOW} measurements that end with number {@code end} of PSI's numerical
   * gradient: differences of neighbours at the ends, half the difference of both neighbours between
   * (numpy.gradient), in PSI a measurement.
   *
   * @return NaN before there are enough, and if one of them is undefined
   */
  double gradient(int end) {
    if (end + 1 < WINDOW) {
      return Double.NaN;
    }
    double sum = 0;
    int start = end + 1 - WINDOW;
    for (int i = start; i <= end; i++) {
      int from = Math.max(start, i - 1);
      int to = Math.min(end, i + 1);
      sum += (values.get(to) - values.get(from)) / (to - from);
    }
    return sum / WINDOW;
  }

  /**
   * A stretch of measurements with a mean gradient above {@value #CRITICAL}.
   *
   * @param start epoch of its first measurement
   * @param end epoch of its last
   * @param peak largest mean gradient, in PSI a measurement
   */
  record CriticalPeriod(int start, int end, double peak) {}

  /** The critical periods, ascending. */
  List<CriticalPeriod> criticalPeriods() {
    List<CriticalPeriod> periods = new ArrayList<>();
    CriticalPeriod open = null;
    for (int m = 0; m < size(); m++) {
      double gradient = gradient(m);
      if (gradient > CRITICAL) {
        open =
            open == null
                ? new CriticalPeriod(epochs.get(m), epochs.get(m), gradient)
                : new CriticalPeriod(open.start, epochs.get(m), Math.max(open.peak, gradient));
      } else if (open != null) {
        periods.add(open);
        open = null;
      }
    }
    if (open != null) {
      periods.add(open);
    }
    return periods;
  }
}
