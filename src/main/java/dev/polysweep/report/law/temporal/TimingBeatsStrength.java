package dev.polysweep.report.law.temporal;

import dev.polysweep.report.law.Estimate;
import dev.polysweep.report.law.Labels;
import dev.polysweep.report.law.Law;
import dev.polysweep.report.law.Reading;
import dev.polysweep.report.page.Details;
import dev.polysweep.report.page.Prediction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * When to intervene matters more than how strongly.
 *
 * <p>Estimator: the final index after the worst of several epochs minus that after the best,
 * averaged over strengths, and the same of strengths, averaged over epochs. Best and worst are
 * chosen on every second seed and measured on the others, so that choosing does not flatter.
 * Choosing and measuring the other way round as well would use all seeds, but the two halves depend
 * on each other, and an interval over them has twice the error that it claims. The first reading is
 * what timing can gain at all, the second how much more it gains than strength; the predictions are
 * their signs.
 */
public final class TimingBeatsStrength implements Law {

  @Override
  public String experiment() {
    return "temporal";
  }

  @Override
  public String name() {
    return "timing beats strength";
  }

  @Override
  public String source() {
    return "the original study of polysemanticity over training";
  }

  @Override
  public String statement() {
    return "Certain phases of training are more amenable to interventions, and timing matters more"
        + " than strength.";
  }

  @Override
  public List<String> metrics() {
    return List.of("psi");
  }

  @Override
  public List<Reading> read(Details details) {
    Map<String, List<double[]>> byEpoch = new TreeMap<>();
    Map<String, List<double[]>> byStrength = new TreeMap<>();
    for (String label : Labels.with(details, Map.of("policy", "manual"))) {
      String[] plan = details.text(label, "manual").trim().split(" ");
      if (plan.length == 3) {
        double[] values = Estimate.bySeed(details, label, "psi");
        byEpoch.computeIfAbsent(plan[0], key -> new ArrayList<>()).add(values);
        byStrength.computeIfAbsent(plan[2], key -> new ArrayList<>()).add(values);
      }
    }
    if (byEpoch.size() < 2 || byStrength.size() < 2) {
      return List.of();
    }
    double[] timing = gains(byEpoch);
    double[] strength = gains(byStrength);
    return List.of(
        new Reading(
            "index, worst epoch over best",
            Prediction.atLeast(0),
            ofAll(Estimate.mean(timing)),
            "PSI"),
        new Reading(
            "gain by timing over gain by strength",
            Prediction.atLeast(0),
            ofAll(Estimate.difference(timing, strength)),
            "PSI"));
  }

  /** An estimate by half of the seeds, which counts those that chose, too. */
  private static Estimate ofAll(Estimate half) {
    return new Estimate(half.mid(), half.low(), half.high(), 2 * half.seeds());
  }

  /**
   * The worst minus the best level for every second seed, as the other seeds chose them, which have
   * NaN.
   */
  static double[] gains(Map<String, List<double[]>> byLevel) {
    List<double[]> levels = byLevel.values().stream().map(TimingBeatsStrength::mean).toList();
    double[] best = levels.get(0);
    double[] worst = levels.get(0);
    for (double[] level : levels) {
      best = chosenBy(level) < chosenBy(best) ? level : best;
      worst = chosenBy(level) > chosenBy(worst) ? level : worst;
    }
    double[] gains = new double[best.length];
    Arrays.fill(gains, Double.NaN);
    for (int s = 1; s < gains.length; s += 2) {
      gains[s] = worst[s] - best[s];
    }
    return gains;
  }

  /** The mean over the seeds that choose. */
  private static double chosenBy(double[] values) {
    double sum = 0;
    int count = 0;
    for (int s = 0; s < values.length; s += 2) {
      if (Double.isFinite(values[s])) {
        sum += values[s];
        count++;
      }
    }
    return sum / count;
  }

  private static double[] mean(List<double[]> arms) {
    double[] mean = new double[arms.get(0).length];
    Arrays.setAll(mean, s -> arms.stream().mapToDouble(arm -> arm[s]).average().orElse(Double.NaN));
    return mean;
  }
}
