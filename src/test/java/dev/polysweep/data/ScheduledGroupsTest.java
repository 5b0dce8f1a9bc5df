package dev.polysweep.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.math.Matrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ScheduledGroupsTest {

  private static ScheduledGroups groups(CorrelationSchedule schedule, int samples) {
    return new ScheduledGroups(samples, 0.6, 0.5, 0.9, schedule, 0.3, 200, 5);
  }

  @ParameterizedTest
  @CsvSource({
    "STATIC, 0.5, 0.3",
    "INCREASING, 0, 0.3",
    "INCREASING, 0.5, 0.625",
    "INCREASING, 1, 0.95",
    "DECREASING, 0, 0.95",
    "DECREASING, 0.5, 0.625",
    "DECREASING, 1, 0.3",
    "PULSE, 0.05, 0.3",
    "PULSE, 0.1, 0.95",
    "PULSE, 0.195, 0.95",
    "PULSE, 0.2, 0.3",
    "PULSE, 0.995, 0.95"
  })
  void schedules(CorrelationSchedule schedule, double t, double rho) {
    assertEquals(rho, schedule.at(0.3, t), 1e-12);
  }

  /** Mean of the seven pairs over 20 000 samples: its standard error is below 0.004. */
  @ParameterizedTest
  @EnumSource
  void correlationFollowsTheSchedule(CorrelationSchedule schedule) {
    ScheduledGroups data = groups(schedule, 20_000);
    int[][] pairs = {{0, 1}, {0, 2}, {1, 2}, {3, 4}, {5, 6}, {5, 7}, {6, 7}};
    for (int epoch : new int[] {1, 50, 90, 130, 200}) {
      double rho = data.correlation(epoch);
      double[][] x = new double[data.samples()][8];
      for (int s = 0; s < x.length; s++) {
        data.draw(epoch - 1, s, rho, x[s], new boolean[8]);
      }
      double mean = 0;
      for (int[] pair : pairs) {
        mean += pearson(x, pair[0], pair[1]) / pairs.length;
      }
      assertEquals(rho, mean, 0.02, schedule + " at epoch " + epoch);
      assertEquals(0, pearson(x, 0, 3), 0.03, "groups are independent");
    }
  }

  @Test
  void entriesArePresentAsOftenAsTheyShould() {
    ScheduledGroups data = groups(CorrelationSchedule.STATIC, 20_000);
    Matrix x = new Matrix(20_000, 8);
    Matrix y = new Matrix(20_000, 8);
    data.fill(7, x, y);
    int positive = 0;
    for (float v : x.data()) {
      assertTrue(v >= 0);
      positive += v > 0 ? 1 : 0;
    }
    // active 0.6 · kept 0.5 · positive 0.5
    assertEquals(0.15, positive / 160_000.0, 0.01);
    assertEquals(FeatureTargets.of(x, data.importance()), y);
  }

  @Test
  void probeIsOfItsOwnDrawsTheSameAtEveryEpoch() {
    ScheduledGroups fixed = groups(CorrelationSchedule.STATIC, 100);
    assertEquals(fixed.probe(10), fixed.probe(150));
    Matrix x = new Matrix(100, 8);
    fixed.fill(9, x, new Matrix(100, 8));
    assertNotEquals(x, fixed.probe(10), "not what is trained on");
    ScheduledGroups rising = groups(CorrelationSchedule.INCREASING, 100);
    assertNotEquals(rising.probe(10), rising.probe(150));
    Matrix early = rising.probe(0);
    assertEquals(early, fixed.probe(0), "common random numbers: both begin at r");
  }

  private static double pearson(double[][] x, int i, int j) {
    double si = 0;
    double sj = 0;
    double sii = 0;
    double sjj = 0;
    double sij = 0;
    for (double[] row : x) {
      si += row[i];
      sj += row[j];
      sii += row[i] * row[i];
      sjj += row[j] * row[j];
      sij += row[i] * row[j];
    }
    int n = x.length;
    return (sij - si * sj / n) / Math.sqrt((sii - si * si / n) * (sjj - sj * sj / n));
  }
}
