package dev.polysweep.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.polysweep.job.Recipes.Recipe;
import dev.polysweep.sweep.CellId;
import dev.polysweep.sweep.yaml.SweepException;
import org.junit.jupiter.api.Test;

class RecipesTest {

  private static Recipe recipe(String cellId) {
    return new Recipe("a", "{}", "simd", cellId, 3);
  }

  /** A cell that is not found by its id would be trained again beside itself. */
  @Test
  void cellsWhoseIdsWereMadeInAnotherWayAreRefused() {
    Recipes.requireNamedAlike("out", "fake", "{}", recipe(CellId.of("fake", "{}", 3)));
    for (String other :
        new String[] {CellId.of("fake", "{}", 4), CellId.of("other", "{}", 3), "0".repeat(16)}) {
      SweepException refused =
          assertThrows(
              SweepException.class,
              () -> Recipes.requireNamedAlike("out", "fake", "{}", recipe(other)));
      assertEquals(
          "out: its cells have ids of an earlier version of Polysweep, such as "
              + other
              + "; use another --out, or --fresh to start over",
          refused.getMessage());
    }
  }
}
