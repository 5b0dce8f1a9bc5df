package dev.polysweep.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.sweep.yaml.SweepException;
import dev.polysweep.table.row.LawRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A ledger of two sweeps that are trained for too short a time to say anything. */
class LedgerTest {

  @TempDir Path folder;

  private Path file(String name, String activation) throws IOException {
    return Files.writeString(
        folder.resolve(name + ".yaml"),
        "name: "
            + name
            + "\nexperiment: toy\nseeds: 4\nbase: {activation: "
            + activation
            + ", steps: 30, batch: 16}\ngrid: {n_features: [4, 5]}\nlog_every: 30\n");
  }

  private Ledger ledger(List<Path> files, String out) {
    return new Ledger(files, folder.resolve(out)).engine("simd").master("local[2]");
  }

  @Test
  void itSaysOfEachLawWhatWasMeasuredAndGoesOnWhereItStopped() throws IOException {
    List<Path> files = List.of(file("bent", "relu"), file("straight", "linear"));
    List<String> turns = new ArrayList<>();
    Ledger.Result quick =
        ledger(files, "out")
            .quick()
            .turns(
                (sweep, i, of) -> turns.add(sweep.name() + " " + i + "/" + of + " " + sweep.size()))
            .run();
    assertEquals(List.of("bent 1/2 6", "straight 2/2 6"), turns);
    assertEquals(3, quick.rows().get(0).seeds());
    assertTrue(quick.rows().get(0).command().endsWith("bent.yaml --seeds 3"));

    Ledger.Result whole = ledger(files, "out").run();
    List<String> laws = whole.rows().stream().map(LawRow::law).distinct().toList();
    assertTrue(laws.containsAll(List.of("regular polygons", "the linear model is PCA")), "" + laws);
    assertEquals(4, whole.rows().get(0).seeds());
    String page = Files.readString(whole.page());
    assertTrue(page.contains("seeds with a pentagon") && page.contains("does not hold"));
    assertTrue(Files.isDirectory(folder.resolve("out/laws")));
    assertTrue(Files.exists(folder.resolve("out/straight/report.html")));

    Ledger.Result once = ledger(files, "once").run();
    assertEquals(whole.rows(), once.rows());
    assertEquals(page, Files.readString(once.page()));
  }

  @Test
  void twoSweepsOfOneNameAreRefused() throws IOException {
    Path one = file("same", "relu");
    Path other = Files.copy(one, folder.resolve("other.yaml"));
    SweepException refused =
        assertThrows(SweepException.class, () -> ledger(List.of(one, other), "out").run());
    assertTrue(refused.getMessage().contains("another sweep is named 'same' too"));
  }
}
