package dev.polysweep.experiment.toy;

import static dev.polysweep.experiment.toy.ToyCells.metric;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.sweep.result.CellResult;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is true of toy models, at the sizes that the project claims, and at sizes for every day. */
class ToyScienceTest {

  private static final double CLEAR = 0.1;

  private static long regular(List<CellResult> cells) {
    return cells.stream().filter(cell -> metric(cell, "regular_polygon") == 1).count();
  }

  @Test
  void squaresAndPentagons() {
    assertTrue(regular(ToyCells.run(20, "n_features=4", "steps=5000")) >= 18);
    assertTrue(regular(ToyCells.run(20, "n_features=5", "steps=5000")) >= 18);
  }

  @Test
  @Tag("full")
  void squaresAndPentagonsOverAHundredSeeds() {
    assertTrue(regular(ToyCells.run(100, "n_features=4")) >= 99);
    assertTrue(regular(ToyCells.run(100, "n_features=5")) >= 95);
  }

  @Test
  void theLinearModelProjects() {
    linearModelProjects(10);
  }

  @Test
  @Tag("full")
  void theLinearModelProjectsForAHundredSeeds() {
    linearModelProjects(100);
  }

  private static void linearModelProjects(int seeds) {
    List<CellResult> cells = ToyCells.run(seeds, "activation=linear");
    assertEquals(0, regular(cells));
    for (CellResult cell : cells) {
      assertTrue(metric(cell, "projection_error") < 1e-2, cell.cell().seed() + ": " + cell);
    }
  }

  @Test
  void thePhaseOfClearPoints() {
    String[][] points = {
      {"feature_probability=0.9", "importance_decay=0.3", "0"},
      {"feature_probability=0.9", "importance_decay=3", "1"},
      {"feature_probability=0.05", "importance_decay=0.5", "2"},
      {"feature_probability=0.05", "importance_decay=2", "2"}
    };
    for (String[] point : points) {
      CellResult cell = ToyCells.run(1, "preset=phase", point[0], point[1]).get(0);
      assertEquals(Double.parseDouble(point[2]), metric(cell, "phase"), point[0] + point[1]);
      assertEquals(metric(cell, "phase"), metric(cell, "phase_predicted"));
    }
  }

  /** A map of 12 × 12 points with the full recipe. */
  @Test
  @Tag("full")
  void thePhaseMapIsThatOfTheClosedForms() {
    List<CellResult> clear = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      for (int k = 0; k < 12; k++) {
        String s = "feature_probability=" + Math.pow(10, -2 * i / 11.0);
        String r = "importance_decay=" + Math.pow(10, -1 + 2 * k / 11.0);
        CellResult cell = ToyCells.run(1, "preset=phase", s, r).get(0);
        if (metric(cell, "phase_margin") >= CLEAR) {
          clear.add(cell);
        }
      }
    }
    long agree =
        clear.stream()
            .filter(cell -> metric(cell, "phase") == metric(cell, "phase_predicted"))
            .count();
    assertTrue(clear.size() > 120, "most points are clear");
    assertTrue(agree >= 0.9 * clear.size(), agree + " of " + clear.size());
  }
}
