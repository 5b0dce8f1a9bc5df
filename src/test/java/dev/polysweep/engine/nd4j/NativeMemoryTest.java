package dev.polysweep.engine.nd4j;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.engine.net.Activation;
import dev.polysweep.engine.net.Plans;
import dev.polysweep.engine.net.TrainingPlan;
import dev.polysweep.engine.net.TrainingSession;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What ND4J's arrays hold is counted, bounded, given back, and does not grow while training. */
class NativeMemoryTest {

  private final TrainingPlan plan = Plans.mlp(65, Activation.GELU, 8, 12, 8);

  @Test
  void trainingTakesNoMoreThanItsStartAndGivesAllBack() {
    long before = NativeMemory.held();
    try (TrainingSession session = new Nd4jEngine().open(List.of(plan, plan))) {
      long open = NativeMemory.held();
      assertTrue(open - before > 2 * 4 * 65 * (8 + 12 + 8), "arrays of two models");
      session.train(50);
      assertEquals(open, NativeMemory.held());
    }
    assertEquals(before, NativeMemory.held());
  }

  @Test
  void memoryGrowsWithThePack() {
    assertEquals(8.0, size(64) / (double) size(8), 0.2);
  }

  private long size(int models) {
    long before = NativeMemory.held();
    try (TrainingSession session = new Nd4jEngine().open(Collections.nCopies(models, plan))) {
      return NativeMemory.held() - before;
    }
  }

  @Test
  void whatPassesTheLimitIsRefusedAndNotCounted() {
    long before = NativeMemory.held();
    OutOfMemoryError refusal =
        assertThrows(OutOfMemoryError.class, () -> NativeMemory.reserve(1L << 45));
    assertTrue(refusal.getMessage().contains("org.bytedeco.javacpp.max"), refusal.getMessage());
    assertEquals(before, NativeMemory.held());
  }
}
