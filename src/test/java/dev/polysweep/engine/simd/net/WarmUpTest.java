package dev.polysweep.engine.simd.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class WarmUpTest {

  /** It is asked before each step: when training is to begin, it is out of the way. */
  @Test
  void endsAsSoonAsNoMoreIsWanted() {
    for (int wanted : new int[] {0, 1, 250}) {
      int[] asked = {0};
      WarmUp.run(() -> asked[0]++ < wanted);
      // Once more by the loop over networks than by the loop over a network's steps.
      assertEquals(wanted + (wanted == 0 ? 1 : 2), asked[0]);
    }
  }
}
