package dev.polysweep.experiment.temporal;

import java.util.ArrayList;
import java.util.List;

/** PSI over a run: one value per measurement, NaN where PSI was undefined. */
final class Trajectory {

  /** Number of measurements that the rule needs before it may fire. */
  static final int NEEDED = 3;

  /** Number of measurements that the gradient of a critical period is averaged over. */
  static final int WINDOW = 5;

  /** Gradient above which a period is critical, in PSI per measurement. */
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

  /** The measured values so far. */
  List<Double> values() {
    return List.copyOf(values);
  }

  /** Number of measurements without a value. */
  long undefined() {
    return values.stream().filter(v -> v.isNaN()).count();
  }

  /**
   * The k-th value from the end, psi[-k]; k = 1 is the last value. NaN if there are fewer than k.
   */
  double back(int k) {
    return k > size() ? Double.NaN : values.get(size() - k);
  }

  /** The trend psi[-1] − psi[-3]; NaN if either value is missing or undefined. */
  double trend() {
    return back(1) - back(NEEDED);
  }

  /** The mean of the values that are defined; NaN if there are none. */
  static double mean(List<Double> of) {
    return of.stream()
        .filter(v -> !v.isNaN())
        .mapToDouble(Double::doubleValue)
        .average()
        .orElse(Double.NaN);
  }

  /** The mean of the first three measurements. */
  double first() {
    return mean(values.subList(0, Math.min(NEEDED, size())));
  }

  /** The mean of the last three measurements. */
  double last() {
    return mean(values.subList(Math.max(0, size() - NEEDED), size()));
  }

  /**
   * Mean over the {@value #WINDOW} measurements that end with number {@code end} of PSI's numerical
   * gradient: the difference of neighbours at the ends, and half the difference of the two
   * neighbours elsewhere (numpy.gradient), in PSI per measurement.
   *
   * @return the mean gradient; NaN if there are too few measurements or one of them is undefined
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
   * A critical period: consecutive measurements with a mean gradient above {@value #CRITICAL}.
   *
   * @param start epoch of the period's first measurement
   * @param end epoch of the period's last measurement
   * @param peak largest mean gradient, in PSI per measurement
   */
  record CriticalPeriod(int start, int end, double peak) {}

  /** The critical periods in the order of time. */
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
