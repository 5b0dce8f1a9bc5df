package dev.polysweep.report.law.toy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PolygonCostTest {

  @Test
  void theCostOfAPolygonIsThatOfPlainSampling() {
    double p = 0.03;
    double radius = 1.1;
    double bias = -0.1;
    SplittableRandom random = new SplittableRandom(3);
    double sum = 0;
    int samples = 400_000;
    for (int s = 0; s < samples; s++) {
      double[] x = random.doubles(5, 0, 1).map(v -> v < p ? v / p : 0).toArray();
      for (int i = 0; i < 5; i++) {
        double z = bias;
        for (int j = 0; j < 5; j++) {
          z += radius * radius * Math.cos(2 * Math.PI * (i - j) / 5) * x[j];
        }
        sum += Math.pow(Math.max(0, z) - x[i], 2);
      }
    }
    // 400 000 samples, of which one in seven is not 0, know the mean to about 1 %.
    assertEquals(sum / samples, new PolygonCost(5, p).of(radius, bias), 0.03 * sum / samples);
  }
}
