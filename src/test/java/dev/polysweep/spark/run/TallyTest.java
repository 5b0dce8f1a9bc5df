package dev.polysweep.spark.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.polysweep.sweep.Cell;
import dev.polysweep.sweep.Configuration;
import dev.polysweep.sweep.SampleConfig;
import dev.polysweep.sweep.result.CellResult;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TallyTest {
  @Test
  void theFirstErrorsAreThoseOfTheFirstSeedsInWhateverOrderTasksEnd() {
    List<CellResult> failures = new ArrayList<>();
    for (long seed = 0; seed < 12; seed++) {
      failures.add(failed(seed));
    }
    List<String> first = List.of("a, seed 0", "a, seed 1", "a, seed 2", "a, seed 3", "a, seed 4");
    for (int order = 0; order < 50; order++) {
      Collections.shuffle(failures, new Random(order));
      Tally merged = new Tally();
      for (int task = 0; task < 3; task++) {
        Tally own = new Tally();
        failures.subList(4 * task, 4 * task + 4).forEach(own::add);
        merged.merge(own);
      }
      assertEquals(12, merged.value().failed());
      assertEquals(
          first, merged.value().errors().stream().map(line -> line.split(": ")[0]).toList());
    }
  }

  private static CellResult failed(long seed) {
    Configuration configuration =
        new Configuration("a", SampleConfig.DEFAULTS, new TreeMap<>(), "{}");
    return new CellResult(
        new Cell(seed, "id" + seed, configuration, seed),
        CellResult.Status.FAILED,
        "not to my taste",
        "simd",
        1,
        Map.of(),
        List.of(),
        List.of(),
        List.of());
  }
}
