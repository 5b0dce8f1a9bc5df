package dev.polysweep.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class TimeLeftTest {

  /** Packs of unequal length, as a wave of them ends: what a person reads must run down evenly. */
  @Test
  void doesNotJump() {
    Random random = new Random(1);
    TimeLeft left = new TimeLeft();
    double now = 0;
    int packs = 100;
    double before = Double.NaN;
    double largest = 0;
    for (int pack = 1; pack <= packs; pack++) {
      double end = now + 2 * Math.exp(random.nextGaussian() / 2);
      for (; now < end; now += 0.1) {
        double shown = left.seconds(now);
        if (pack > 5 && pack < 95) {
          largest = Math.max(largest, Math.abs(shown - before) / before);
        }
        before = shown;
      }
      left.at(pack, packs, now);
    }
    assertTrue(largest < 0.1, "one tenth of a second changed the time left by " + largest);
    assertEquals(0, left.seconds(now), 3);
  }

  @Test
  void isExactAtAnEvenSpeedAndFollowsAChange() {
    TimeLeft left = new TimeLeft();
    assertTrue(Double.isNaN(left.seconds(1)), "nothing is done");
    for (int t = 1; t <= 50; t++) {
      left.at(t, 100, t);
      assertEquals(100 - t, left.seconds(t), 1e-9);
    }
    assertEquals(49.5, left.seconds(50.5), 1e-9, "it runs down between two counts");
    for (int i = 1; i <= 50; i++) { // half the speed from here on
      left.at(50 + i, 100, 50 + 2 * i);
    }
    assertEquals(0, left.seconds(150), 2);
    assertEquals(0, left.seconds(1000), "never negative");
  }
}
