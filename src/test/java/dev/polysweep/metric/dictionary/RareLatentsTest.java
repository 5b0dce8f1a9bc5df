package dev.polysweep.metric.dictionary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RareLatentsTest {

  @Test
  void theRarerHalfOfThoseThatFire() {
    RareLatents split =
        RareLatents.of(new long[] {50, 0, 1, 8, 90}, new long[] {100, 0, 2, 8, 100});
    assertEquals((0.5 + 1) / 2, split.rare(), 1e-12); // latents 2 and 3
    assertEquals((0.5 + 0.9) / 2, split.frequent(), 1e-12);
  }

  @Test
  void noneFires() {
    assertTrue(Double.isNaN(RareLatents.of(new long[2], new long[2]).rare()));
    assertTrue(Double.isNaN(RareLatents.of(new long[2], new long[2]).frequent()));
  }
}
