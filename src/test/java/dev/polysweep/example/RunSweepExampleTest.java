package dev.polysweep.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.experiment.ConfigurationBuilder;
import dev.polysweep.experiment.Regularizer;
import dev.polysweep.experiment.taming.TamingConfig;
import dev.polysweep.experiment.taming.TamingExperiment;
import dev.polysweep.job.JobResult;
import dev.polysweep.job.SweepJob;
import dev.polysweep.sweep.Sweep;
import dev.polysweep.sweep.file.SweepBuilder;
import dev.polysweep.table.row.ContrastRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Example: a sweep that is configured in Java instead of YAML, and run. */
class RunSweepExampleTest {

  @TempDir Path folder;

  @Test
  void configureByKeysAndRun() throws IOException {
    Sweep sweep =
        SweepBuilder.of(new TamingExperiment())
            .name("initialisations")
            .seeds(3)
            .base("mlp.epochs", 40)
            .base("sae.epochs", 20)
            .grid("init", "random", "orthogonal")
            .grid("reg", Regularizer.values())
            .baseline("random_l1")
            .logEvery(20)
            .build();

    List<Long> progress = new ArrayList<>();
    JobResult result =
        SweepJob.of(sweep, folder)
            .engine("simd")
            .master("local[2]")
            .listener(p -> progress.add(p.done()))
            .run();

    assertEquals(12, result.done());
    assertEquals(12, progress.get(progress.size() - 1));
    ContrastRow contrast =
        result.contrasts().stream()
            .filter(row -> row.label().equals("orthogonal_l1") && row.metric().equals("macs"))
            .findFirst()
            .orElseThrow();
    assertEquals("random_l1", contrast.baseline());
    assertEquals(3, contrast.n());
    assertTrue(Files.exists(folder.resolve("report.html")));
  }

  @Test
  void configureByRecords() {
    TamingExperiment taming = new TamingExperiment();
    TamingConfig small =
        ConfigurationBuilder.from(taming.defaults())
            .set("mlp.epochs", 40)
            .set("sae.epochs", 20)
            .build();
    TamingConfig wide = ConfigurationBuilder.from(small).set("mlp.hidden", 24).build();

    Sweep sweep =
        SweepBuilder.of(taming)
            .base(small)
            .configuration("narrow", small)
            .configuration("wide", wide)
            .seedList(3, 5, 8)
            .baseline("narrow")
            .build();

    assertEquals(6, sweep.size());
    assertEquals(wide, sweep.configurations().get(1).settings());
    assertEquals(Map.of("mlp_hidden", 24L), sweep.configurations().get(1).swept());
  }
}
