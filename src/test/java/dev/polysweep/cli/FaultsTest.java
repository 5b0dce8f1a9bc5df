package dev.polysweep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.polysweep.spark.FakeExperiment;
import dev.polysweep.spark.SparkFixture;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What becomes of results that were damaged, and of runs that cannot write: each fault is named in
 * one line and mended by the same command, or refused with the remedy. No row is lost or doubled
 * when it has run again. The counts are left in {@code target/faults/faults.txt}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultsTest {

  private static final int CELLS = 24;

  private static final String SWEEP =
      """
      name: faults
      experiment: fake
      seeds: 12
      base: {ending: weather, from_seed: 10}
      configs: [{label: a, level: 1}, {label: b, level: 2}]
      baseline: a
      log_every: 10
      """;

  @TempDir static Path folder;

  private final Random random = new Random(7);
  private final Map<String, Integer> tries = new TreeMap<>();
  private int lost;
  private int doubled;
  private ClassLoader before;
  private Path sweep;
  private Path good;
  private Map<String, List<String>> expected;

  @BeforeAll
  void undisturbed() throws Exception {
    before = Thread.currentThread().getContextClassLoader();
    URL[] fake = {Driver.FAKE.toUri().toURL()};
    Thread.currentThread().setContextClassLoader(new URLClassLoader(fake, before));
    System.setProperty(FaultyFileSystem.PROPERTY, FaultyFileSystem.class.getName());
    sweep = Files.writeString(folder.resolve("faults.yaml"), SWEEP);
    good = folder.resolve("good");
    assertEquals(0, run(good).code());
    expected = contents(good);
    assertEquals(CELLS, expected.get("cells").size());
  }

  @BeforeEach
  void faultless() throws IOException {
    System.setProperty(FaultyFileSystem.FAULT, "");
    System.setProperty(FakeExperiment.WEATHER, "well");
  }

  @AfterAll
  void report() throws IOException {
    System.clearProperty(FaultyFileSystem.PROPERTY);
    System.clearProperty(FaultyFileSystem.FAULT);
    System.clearProperty(FakeExperiment.WEATHER);
    Thread.currentThread().setContextClassLoader(before);
    SparkFixture.stop();
    List<String> lines = new ArrayList<>();
    tries.forEach((fault, n) -> lines.add(fault + ": tried " + n));
    lines.add("rows lost " + lost + ", rows doubled " + doubled);
    Files.write(Files.createDirectories(Path.of("target", "faults")).resolve("faults.txt"), lines);
  }

  private Child.Ended run(Path out, Object... options) throws IOException {
    List<Object> args = new ArrayList<>(List.of("run", sweep, "--out", out));
    args.addAll(List.of("--master", "local[2]", "--wave", 6));
    args.addAll(List.of(options));
    return InProcess.withSpark(args.toArray());
  }

  private void tried(String fault) {
    tries.merge(fault, 1, Integer::sum);
  }

  /** Runs the same command again and compares all tables with those of an undisturbed run. */
  private void mended(Path out) throws Exception {
    Child.Ended again = run(out);
    assertEquals(0, again.code(), again.err());
    assertEquals("", again.err());
    compare(out);
  }

  private void compare(Path out) throws Exception {
    Map<String, List<String>> contents = contents(out);
    assertEquals(expected.keySet(), contents.keySet());
    expected.forEach((table, rows) -> lost += without(rows, contents.get(table)).size());
    contents.forEach((table, rows) -> doubled += without(rows, expected.get(table)).size());
    assertEquals(expected, contents);
    assertFalse(Files.exists(out.resolve("_staging")));
  }

  private static List<String> without(List<String> rows, List<String> others) {
    List<String> rest = new ArrayList<>(rows);
    others.forEach(rest::remove);
    return rest;
  }

  private static Map<String, List<String>> contents(Path results) throws SQLException {
    try (Duck duck = new Duck(results)) {
      return duck.contents();
    }
  }

  /** A copy of good results to be damaged. */
  private Path copy(String name) throws IOException {
    Path out = folder.resolve(name);
    try (Stream<Path> all = Files.walk(good)) {
      for (Path path : all.toList()) {
        Files.copy(path, out.resolve(good.relativize(path)), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
    return out;
  }

  /** One of the Parquet files below a folder. */
  private Path any(Path below) throws IOException {
    List<Path> files = below(below, ".*\\.parquet");
    return files.get(random.nextInt(files.size()));
  }

  private static List<Path> below(Path folder, String name) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(p -> p.getFileName().toString().matches(name)).sorted().toList();
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static void truncate(Path file, long length) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(bytes, (int) Math.min(bytes.length, length)));
  }

  private static long bytes(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).mapToLong(p -> p.toFile().length()).sum();
    }
  }

  private static boolean mount(Object... options) throws Exception {
    List<Object> command = new ArrayList<>(List.of("mount"));
    command.addAll(List.of(options));
    return execute(command.toArray());
  }

  private static boolean execute(Object... command) throws Exception {
    try {
      return new ProcessBuilder(java.util.Arrays.stream(command).map(Object::toString).toList())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false; // no such program
    }
  }

  /** The command is refused or breaks with one line that says this. */
  private static void assertOneLine(int code, String words, Child.Ended ended) {
    assertEquals(code, ended.code(), ended::toString);
    assertEquals(1, ended.errors().size(), ended::err);
    assertTrue(ended.err().contains(words), ended::err);
    assertFalse(ended.err().contains("\tat "), ended::err);
  }

  @Test
  void filesOfWavesTruncatedAndDeleted() throws Exception {
    filesOfWaves(1);
  }

  @Test
  @Tag("full")
  void manyFilesOfWavesTruncatedAndDeleted() throws Exception {
    filesOfWaves(10);
  }

  /** In each try, a file of each table, the tables' in waves of their own. */
  private void filesOfWaves(int tries) throws Exception {
    for (int i = 0; i < tries; i++) {
      Path out = copy("files-" + tries + "-" + i);
      List<String> waves = new ArrayList<>(List.of("0", "1", "2", "3"));
      Collections.shuffle(waves, random);
      List<Path> damaged = new ArrayList<>();
      for (String table : List.of("cells", "epochs", "arrays", "bangs")) {
        Path file = any(out.resolve(table + "/wave=00000" + waves.get(damaged.size())));
        boolean delete = random.nextBoolean();
        if (delete) {
          Files.delete(file);
        } else {
          truncate(file, random.nextInt((int) Files.size(file)));
        }
        tried("file of `" + table + "` " + (delete ? "deleted" : "truncated"));
        damaged.add(file);
      }
      Child.Ended aggregate = InProcess.withSpark("aggregate", out, "--master", "local[2]");
      assertEquals(0, aggregate.code(), aggregate.err());
      assertEquals(4, aggregate.errors().size(), aggregate.err());
      for (int w = 0; w < 4; w++) {
        String line = aggregate.errors().get(Integer.parseInt(waves.get(w)));
        assertTrue(line.startsWith("left out wave " + waves.get(w) + ": "), line);
        assertTrue(line.contains(out.relativize(damaged.get(w)).toString()), line);
        assertTrue(line.endsWith("polysweep run runs its cells again"), line);
      }
      mended(out);
    }
  }

  @Test
  void cellsWhoseArraysAreMissing() throws Exception {
    Path out = copy("arrays");
    String id;
    try (Duck duck = new Duck(out)) {
      id = (String) duck.query("select cell_id from {cells} where wave = 2").get(0).get(0);
    }
    delete(out.resolve("arrays/wave=000002"));
    tried("`cells` row whose arrays are missing");
    for (String command : List.of("export", "analyze")) {
      Child.Ended refused = InProcess.withSpark(command, out, "--cell", id);
      assertOneLine(2, "no cell begins with " + id, refused);
      assertTrue(refused.err().contains("left out wave 2: arrays/wave=000002/"), refused.err());
      assertTrue(refused.err().contains("polysweep run runs its cells again"), refused.err());
    }
    mended(out);
  }

  @Test
  void aFileWithOtherBytesOfTheSameLength() throws Exception {
    Path out = copy("bytes");
    Path file = any(out.resolve("cells/wave=000001"));
    byte[] bytes = Files.readAllBytes(file);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] ^= 0x55;
    }
    Files.write(file, bytes);
    tried("file of `cells` overwritten");
    String remedy = "a file of wave=000001 is damaged; delete the folder cells/wave=000001";
    assertOneLine(1, remedy, InProcess.withSpark("aggregate", out, "--master", "local[2]"));
    assertOneLine(1, remedy, run(out));
    delete(out.resolve("cells/wave=000001"));
    mended(out);
  }

  @Test
  void aggregateTablesAndSmallFiles() throws Exception {
    Path out = copy("aggregates");
    truncate(any(out.resolve("summary")), 40);
    tried("file of an aggregate table truncated or deleted");
    assertOneLine(
        1,
        "table summary is damaged; polysweep aggregate makes it again",
        InProcess.withSpark("report", out));
    delete(out.resolve("event_summary"));
    delete(out.resolve("summary"));
    Child.Ended missing = InProcess.withSpark("report", out);
    assertOneLine(1, "is missing; polysweep aggregate makes it again", missing);
    assertEquals(0, InProcess.withSpark("aggregate", out, "--master", "local[2]").code());
    assertEquals(expected, contents(out));
    truncate(out.resolve("provenance.json"), 30);
    assertOneLine(1, "provenance.json is damaged", InProcess.withSpark("report", out));
    truncate(out.resolve("sweep.yaml"), 150);
    for (String command : List.of("aggregate", "report")) {
      assertOneLine(2, "sweep.yaml", InProcess.withSpark(command, out));
    }
    mended(out);
  }

  @Test
  void aFullDisk() throws Exception {
    fullDisk(1);
  }

  @Test
  @Tag("full")
  void aFullDiskAtManyMoments() throws Exception {
    fullDisk(20);
  }

  private void fullDisk(int tries) throws Exception {
    long all = 0; // staged files come on top, so no run gets by with this
    for (String table : expected.keySet()) {
      all += bytes(good.resolve(table));
    }
    for (int i = 0; i < tries; i++) {
      Path out = folder.resolve("full-" + tries + "-" + i);
      System.setProperty(FaultyFileSystem.FAULT, "full:" + (long) (all * random.nextDouble()));
      tried("disk full (failing file system)");
      assertOneLine(1, "the disk is full; free some space, then the same command", run(out));
      System.setProperty(FaultyFileSystem.FAULT, "");
      mended(out);
    }
  }

  /** A small disk that is really there, where this process may mount one. */
  @Test
  @Tag("full")
  void aFullSmallDisk() throws Exception {
    Path disk = Files.createDirectories(folder.resolve("disk"));
    for (int i = 0; i < 5; i++) {
      String size = "size=" + (60 + random.nextInt(300)) + "k";
      assumeTrue(mount("-t", "tmpfs", "-o", size, "tmpfs", disk), "nobody may mount here");
      try {
        tried("disk full (small tmpfs)");
        assertOneLine(1, "the disk is full; free some space", run(disk.resolve("out")));
        assertTrue(mount("-o", "remount,size=50m", disk));
        mended(disk.resolve("out"));
      } finally {
        execute("umount", disk);
      }
    }
  }

  @Test
  void aFolderThatBecomesReadOnly() throws Exception {
    String remedy = "the results cannot be written; make the folder writable, then the same";
    Path out = copy("readonly");
    delete(out.resolve("cells/wave=000003"));
    System.setProperty(FaultyFileSystem.FAULT, "readonly");
    tried("results folder read-only");
    assertOneLine(1, remedy, run(out));
    Child.Ended aggregate = InProcess.withSpark("aggregate", out, "--master", "local[2]");
    assertEquals(1, aggregate.code(), aggregate.err());
    assertTrue(aggregate.errors().get(1).contains(remedy), aggregate.err());
    System.setProperty(FaultyFileSystem.FAULT, "");
    mended(out);
  }

  /** Even the superuser may not write there. */
  @Test
  void aReadOnlyMount() throws Exception {
    Path out = copy("mounted");
    assumeTrue(mount("--bind", out, out), "nobody may mount here");
    try {
      assumeTrue(mount("-o", "remount,bind,ro", out), "nobody may mount read-only here");
      tried("results folder on a read-only mount");
      assertOneLine(2, "cannot be written; choose another folder", run(out));
      assertOneLine(2, "cannot be written", InProcess.withSpark("aggregate", out));
      assertOneLine(2, "cannot be written", InProcess.withSpark("report", out));
    } finally {
      execute("umount", out);
    }
  }

  @Test
  void cellsThatThrowDivergeOrUseUpTheMemoryAreRunAgainAlone() throws Exception {
    Path out = folder.resolve("weather");
    System.setProperty(FakeExperiment.WEATHER, "throws");
    tried("cell that throws");
    Child.Ended threw = run(out);
    assertEquals(1, threw.code(), threw.err());
    assertTrue(threw.err().contains("seed 10 is not to my taste"), threw.err());
    assertTrue(
        threw.err().contains("4 cells failed; polysweep run --retry-failed runs them again"),
        threw.err());
    Map<String, List<Object>> goodRows = wellEnded(out);
    assertEquals(CELLS - 4, goodRows.size());

    System.setProperty(FakeExperiment.WEATHER, "memory");
    tried("cell that runs out of memory");
    Child.Ended memory = run(out, "--retry-failed");
    assertEquals(1, memory.code(), memory.err());
    assertTrue(memory.out().contains("4 failed or diverged cells to run again"), memory.out());
    assertTrue(memory.err().contains("OutOfMemoryError"), memory.err());
    assertEquals(goodRows, wellEnded(out), "not trained again");

    System.setProperty(FakeExperiment.WEATHER, "diverges");
    tried("cell that diverges");
    Child.Ended diverged = run(out, "--retry-failed");
    assertEquals(0, diverged.code(), diverged.err());
    assertTrue(diverged.out().contains("4 cells diverged"), diverged.out());
    assertEquals(goodRows, wellEnded(out), "not trained again");

    System.setProperty(FakeExperiment.WEATHER, "well");
    assertEquals(0, run(out, "--retry-failed").code());
    Map<String, List<Object>> all = wellEnded(out);
    all.keySet().retainAll(goodRows.keySet());
    assertEquals(goodRows, all, "not trained again");
    compare(out);
  }

  /** When each cell that ended well was trained, and how long it took, by id. */
  private static Map<String, List<Object>> wellEnded(Path results) throws SQLException {
    Map<String, List<Object>> rows = new TreeMap<>();
    try (Duck duck = new Duck(results)) {
      for (List<Object> row :
          duck.query(
              "select cell_id, wall_ms, finished_at, score, parity from {cells}"
                  + " where status = 'ok'")) {
        rows.put((String) row.get(0), row.subList(1, row.size()));
      }
    }
    return rows;
  }

  @Test
  void freshWantsToBeSureOfIt() throws Exception {
    Path out = copy("fresh");
    FileTime before = Files.getLastModifiedTime(out.resolve("cells/wave=000000/_SUCCESS"));
    assertOneLine(2, "--fresh deletes the results in " + out, run(out, "--fresh"));
    assertEquals(before, Files.getLastModifiedTime(out.resolve("cells/wave=000000/_SUCCESS")));
    Path mine = Files.writeString(out.resolve("notes.txt"), "mine");
    Child.Ended fresh = run(out, "--fresh", "--yes");
    assertEquals(0, fresh.code(), fresh.err());
    assertTrue(fresh.out().contains("trained 24 cells"), fresh.out());
    assertEquals(expected, contents(out));
    assertTrue(Files.exists(mine), "what the sweep did not write stays");
  }

  @Test
  void aChangedRecipeIsRefusedAndNothingIsDropped() throws Exception {
    Path out = copy("recipe");
    delete(out.resolve("arrays/wave=000000"));
    assertOneLine(
        2, "label 'a' was run with other settings: epochs 20 → 21", run(out, "--set", "epochs=21"));
    Path other =
        Files.writeString(
            folder.resolve("other.yaml"), SWEEP.replace("log_every: 10", "log_every: 5"));
    assertOneLine(
        2,
        "was run with log_every 10, not 5; use another --out, or --fresh to start over",
        InProcess.withSpark("run", other, "--out", out, "--master", "local[2]"));
    Files.writeString(other, "experiment: taming\nseeds: 1\nlog_every: 10\n");
    assertOneLine(
        2,
        "was run with experiment fake, not taming; use another --out, or --fresh to start over",
        InProcess.withSpark("run", other, "--out", out, "--master", "local[2]"));
    assertTrue(Files.exists(out.resolve("cells/wave=000000/_SUCCESS")));
  }

  /** What a configuration is called is no part of it: nothing is trained again, nothing is lost. */
  @Test
  void aRenamedLabelKeepsItsCells() throws Exception {
    Path out = copy("renamed");
    Path renamed =
        Files.writeString(
            folder.resolve("renamed.yaml"),
            SWEEP
                .replace(
                    "{label: a, level: 1}, {label: b, level: 2}",
                    "{label: y, level: 2.0}, {label: x, level: 1}")
                .replace("baseline: a", "baseline: x"));
    Child.Ended ended = InProcess.withSpark("run", renamed, "--out", out, "--master", "local[2]");
    assertEquals(0, ended.code(), ended.err());
    assertTrue(ended.out().contains("24 cells are done already; 0 to run"), ended.out());
    try (Duck duck = new Duck(out)) {
      assertEquals(
          List.of(List.of("x", 12L), List.of("y", 12L)),
          duck.query("select label, n from {summary} where metric = 'score' order by label"));
    }
    String page = Files.readString(out.resolve("report.html"));
    assertTrue(page.contains(">x<") && page.contains(">y<"), "the page has the new names");
    assertFalse(page.contains(">a<") || page.contains(">b<"), "and no old ones");
  }
}
