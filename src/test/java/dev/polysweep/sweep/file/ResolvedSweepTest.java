package dev.polysweep.sweep.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.sweep.StubExperiment;
import dev.polysweep.sweep.Sweep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResolvedSweepTest {

  @TempDir Path folder;

  private Sweep load(String yaml) throws IOException {
    Path file = Files.writeString(folder.resolve("sweep.yaml"), yaml);
    return SweepFile.load(file, Overrides.NONE, StubExperiment.SAMPLES);
  }

  private static String resolved(Sweep sweep) {
    return ResolvedSweep.yaml(sweep, StubExperiment.SAMPLES.named(sweep.experiment()));
  }

  @Test
  void everySettingIsWrittenOnce() throws IOException {
    Sweep sweep =
        load(
            "name: x\nexperiment: sample\nseeds: 2\nconfigs: [{label: a b, act: 'false', net: {lr: 1e-9}}]\n");
    assertEquals(
        """
        # The sweep as it ran, every setting written out. Loading it gives the same cells.
        name: x
        experiment: sample
        seeds: {from: 0, count: 2}
        base:
          init: random
          shuffle: true
          note: null
          cap: null
          net:
            hidden: 12
            epochs: 2000
            keep: 0.5
            widths: [8,4]
          "null":
            draws: 100
        configs:
          - {label: "a b", act: "false", net.lr: 1e-9}
        baseline: null
        log_every: 50
        """,
        resolved(sweep));
  }

  @Test
  void loadingItGivesTheSameSweep() throws IOException {
    Random random = new Random(3);
    for (int i = 0; i < 100; i++) {
      String yaml = RandomSweeps.yaml(random);
      Sweep sweep = load(yaml);
      Sweep again = load(resolved(sweep));
      assertEquals(sweep, again, yaml);
      for (int c = 0; c < sweep.configurations().size(); c++) {
        List<String> swept = List.copyOf(sweep.configurations().get(c).swept().keySet());
        assertEquals(
            swept,
            List.copyOf(again.configurations().get(c).swept().keySet()),
            "order of the columns");
      }
      assertEquals(resolved(sweep), resolved(again));
    }
  }

  @Test
  void manyConfigurationsStayReasonable() throws IOException {
    StringBuilder grid =
        new StringBuilder("experiment: sample\nseeds: 1\ngrid: {net.epochs: [5000");
    for (int i = 1; i < 200; i++) {
      grid.append(", ").append(5000 + i);
    }
    grid.append("], net.hidden: [1");
    for (int i = 2; i <= 250; i++) {
      grid.append(", ").append(i);
    }
    Sweep sweep = load(grid + "]}\n");
    assertEquals(50_000, sweep.size());
    String yaml = resolved(sweep);
    assertTrue(yaml.length() < 100 * 50_000, yaml.length() + " characters");
    assertEquals(sweep, load(yaml));
  }
}
