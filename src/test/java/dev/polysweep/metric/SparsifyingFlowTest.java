package dev.polysweep.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SparsifyingFlowTest {

  @Test
  void beginsWithAllWeights() {
    SparsifyingFlow start = SparsifyingFlow.after(400, 0);
    assertEquals(400, start.support(), 1e-9);
    assertEquals(Math.sqrt(400 * 2 / Math.PI), start.absolute(), 1e-9);
  }

  /** The flow itself, by small steps from the quantiles of the distribution of the start. */
  @Test
  void isTheFlowStepByStep() {
    int m = 4000;
    double lambda = 1e-4;
    double step = 0.05;
    double[] w = new double[m];
    for (int i = 0; i < m; i++) {
      w[i] =
          -new org.apache.commons.math3.distribution.NormalDistribution(null, 0, 1)
                  .inverseCumulativeProbability((i + 0.5) / (2 * m))
              / Math.sqrt(m);
    }
    double time = 0;
    for (double until : new double[] {100, 400}) {
      while (time < until - step / 2) {
        double growth = 1 - Arrays.stream(w).map(v -> v * v).sum();
        for (int i = 0; i < m; i++) {
          w[i] = w[i] == 0 ? 0 : Math.max(0, w[i] + step * (growth * w[i] - lambda));
        }
        time += step;
      }
      SparsifyingFlow solved = SparsifyingFlow.after(m, lambda * time);
      // The length is 1 to within λ‖w‖₁, half a per cent at most; steps cost as much.
      assertEquals(solved.support(), Arrays.stream(w).filter(v -> v > 0).count(), 0.02 * m / 10);
      assertEquals(1, Arrays.stream(w).sum() / solved.absolute(), 0.01);
    }
  }
}
