package dev.polysweep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.ShortLife;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that is killed, or interrupted, and started again loses nothing and doubles nothing. */
class KilledRunTest {

  /** Parts of a run; a kill hits one of them after a random pause. */
  private enum Moment {
    ANY(6000, folder -> true),
    TRAINING(600, folder -> any(folder, "_staging/wave=\\d+/trained/_temporary")),
    TABLES(300, folder -> any(folder, "_staging/wave=\\d+/(arrays|epochs|cells)")),
    COMMIT(FaultyFileSystem.SLOW, KilledRunTest::commits),
    AGGREGATION(500, folder -> any(folder, "_staging/(summary|nulls|contrasts|effects|curves)"));

    private final int longest; // ms
    private final Predicate<Path> begun;

    Moment(int longest, Predicate<Path> begun) {
      this.longest = longest;
      this.begun = begun;
    }
  }

  private static final List<String> SLOWLY =
      List.of(
          ShortLife.NOTHING_TRAINED,
          FaultyFileSystem.INSTALLED,
          "-D" + FaultyFileSystem.FAULT + "=slow");

  private static Map<String, List<String>> expected;

  @BeforeAll
  static void start() throws Exception {
    expected = SmallSweep.undisturbed();
  }

  @TempDir Path folder;
  private final List<String> kills = new ArrayList<>();
  private int halfWaves;

  @Test
  void threeKillsAndCtrlC() throws Exception {
    Path file = SmallSweep.in(folder);
    Path out = folder.resolve("out");
    Random random = new Random(5);
    for (Moment moment : List.of(Moment.TRAINING, Moment.COMMIT, Moment.TABLES)) {
      kill(moment, random, file, out);
    }
    assertEquals(3, kills.size(), kills.toString());
    interrupt(file, out);
    finish(file, out);
  }

  @Test
  @Tag("full")
  void twentyKills() throws Exception {
    Path file = SmallSweep.in(folder);
    Random random = new Random(20);
    for (int i = 0; i < 5; i++) {
      Path out = folder.resolve("out" + i);
      kill(i % 2 == 0 ? Moment.ANY : Moment.TRAINING, random, file, out);
      for (Moment moment : List.of(Moment.TABLES, Moment.COMMIT, Moment.AGGREGATION)) {
        kill(moment, random, file, out);
      }
      finish(file, out);
    }
    assertEquals(20, kills.size(), kills.toString());
    assertTrue(halfWaves > 0, "no kill left half a wave: " + kills);
    Path report = Files.createDirectories(Path.of("target", "faults")).resolve("kills.txt");
    Files.write(report, kills);
  }

  /** Starts a run and kills it; one that ends before is none. */
  private void kill(Moment moment, Random random, Path file, Path out) throws Exception {
    int pause = random.nextInt(moment.longest + 1);
    Path log = folder.resolve("log" + kills.size());
    try (Driver driver = new Driver(log, slowly(moment), SmallSweep.command(file, out))) {
      while (driver.isAlive() && !moment.begun.test(out)) {
        Thread.sleep(1);
      }
      Thread.sleep(pause);
      boolean alive = driver.isAlive();
      driver.kill();
      assertTrue(alive, moment + " was not met: " + driver.printed());
    }
    Set<String> half = new TreeSet<>(waves(out, "arrays"));
    half.removeAll(complete(out));
    halfWaves += half.size();
    kills.add(
        String.format(
            Locale.ROOT,
            "%s + %d ms: %d waves complete, half moved: %s",
            moment,
            pause,
            complete(out).size(),
            half));
  }

  /** Else a commit takes a millisecond or two, which a busy machine may let pass unseen. */
  private static List<String> slowly(Moment moment) {
    return moment == Moment.COMMIT ? SLOWLY : List.of(ShortLife.NOTHING_TRAINED);
  }

  /** Ctrl-C in a wave; meanwhile nobody else may write there, which takes a moment to find out. */
  private void interrupt(Path file, Path out) throws Exception {
    try (Driver driver = new Driver(folder.resolve("log"), SLOWLY, SmallSweep.command(file, out))) {
      while (driver.isAlive() && !Moment.TRAINING.begun.test(out)) {
        Thread.sleep(1);
      }
      Child.Ended second = InProcess.withSpark("run", file, "--out", out);
      assertEquals(2, second.code(), second.err());
      assertEquals(1, second.errors().size(), second.err());
      assertTrue(second.err().contains("another run is writing to " + out), second.err());
      long start = System.nanoTime();
      driver.interrupt();
      assertEquals(130, driver.exitCode(), driver.printed());
      double seconds = (System.nanoTime() - start) / 1e9;
      assertTrue(seconds < 10, seconds + " s");
      assertTrue(driver.printed().contains("interrupted; the same command"), driver.printed());
      assertFalse(driver.printed().contains("Exception"), driver.printed());
      assertFalse(Files.exists(out.resolve("_staging")), "the wave in flight is dropped");
    }
  }

  private void finish(Path file, Path out) throws Exception {
    Child.Ended last = InProcess.withSpark(SmallSweep.command(file, out));
    assertEquals(0, last.code(), last.err());
    Map<String, List<String>> contents = SmallSweep.contents(out);
    assertEquals(SmallSweep.CELLS, contents.get("cells").size());
    assertEquals(expected.keySet(), contents.keySet());
    expected.forEach((table, rows) -> assertEquals(rows, contents.get(table), table));
    assertFalse(Files.exists(out.resolve("_staging")));
  }

  private static boolean commits(Path folder) {
    try {
      Set<String> moved = new TreeSet<>(waves(folder, "arrays"));
      moved.removeAll(complete(folder));
      return !moved.isEmpty();
    } catch (IOException e) {
      return false; // a folder that was moved meanwhile
    }
  }

  private static Set<String> complete(Path folder) throws IOException {
    Set<String> complete = new TreeSet<>(waves(folder, "cells"));
    complete.removeIf(w -> !Files.exists(folder.resolve("cells/" + w + "/_SUCCESS")));
    return complete;
  }

  private static List<String> waves(Path folder, String table) throws IOException {
    if (!Files.exists(folder.resolve(table))) {
      return List.of();
    }
    try (Stream<Path> list = Files.list(folder.resolve(table))) {
      return list.map(p -> p.getFileName().toString()).filter(n -> n.startsWith("wave=")).toList();
    }
  }

  /** Whether a path that matches is there; the slashes part the pattern's steps. */
  private static boolean any(Path folder, String pattern) {
    List<Path> found = List.of(folder);
    for (String step : pattern.split("/")) {
      List<Path> next = new ArrayList<>();
      for (Path parent : found) {
        String[] names = parent.toFile().list();
        for (String name : names == null ? new String[0] : names) {
          if (name.matches(step)) {
            next.add(parent.resolve(name));
          }
        }
      }
      found = next;
    }
    return !found.isEmpty();
  }
}
