package dev.polysweep.math;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PowersTest {

  @Test
  void arePowersInWhateverOrderTheyAreAskedFor() {
    for (double base : new double[] {0.9, 0.999, 0, 0.5}) {
      Powers powers = Powers.of(base);
      for (int n : new int[] {5, 0, 1, 255, 256, 70_000, 3_000, 65_535, 65_536, 4}) {
        assertEquals(StrictMath.pow(base, n), powers.at(n), base + " to the " + n);
      }
    }
  }

  @Test
  void areTheSameToManyThreads() {
    Powers powers = Powers.of(0.99);
    long wrong =
        IntStream.range(0, 20_000)
            .parallel()
            .filter(n -> powers.at(n) != StrictMath.pow(0.99, n))
            .count();
    assertEquals(0, wrong);
  }
}
