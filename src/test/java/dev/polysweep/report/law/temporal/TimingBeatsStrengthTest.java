package dev.polysweep.report.law.temporal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.report.law.Estimate;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TimingBeatsStrengthTest {

  private static final int SWEEPS = 2_000;

  /** Where no level matters, the interval of the gain excludes 0 as often as it says. */
  @Test
  void choosingTheBestAndTheWorstDoesNotFlatter() {
    SplittableRandom random = new SplittableRandom(5);
    int excluding = 0;
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      Map<String, List<double[]>> levels = new TreeMap<>();
      for (String level : List.of("20", "80", "140")) {
        levels.put(level, List.of(random.doubles(40).toArray(), random.doubles(40).toArray()));
      }
      Estimate gain = Estimate.mean(TimingBeatsStrength.gains(levels));
      excluding += gain.low() > 0 || gain.high() < 0 ? 1 : 0;
    }
    double level = 0.05;
    double error = Math.sqrt(level * (1 - level) / SWEEPS);
    assertTrue(Math.abs(excluding / (double) SWEEPS - level) < 3 * error, excluding + " sweeps");
  }

  @Test
  void gainsAreThoseOfTheSeedsThatDoNotChoose() {
    Map<String, List<double[]>> levels =
        Map.of(
            "20", List.of(new double[] {1, 5, 1, 6}),
            "80", List.of(new double[] {2, 9, 2, 7}),
            "140", List.of(new double[] {3, 8, 3, 8.5}));
    double[] gains = TimingBeatsStrength.gains(levels);
    assertEquals(
        List.of(Double.NaN, 3.0, Double.NaN, 2.5), java.util.Arrays.stream(gains).boxed().toList());
  }
}
