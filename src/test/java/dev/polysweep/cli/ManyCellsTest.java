package dev.polysweep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What many cells cost beside their training: cells that train nothing are planned, run, killed
 * half-way, resumed and aggregated by a driver with one gigabyte of heap. The measured lines are
 * left in {@code target/faults/cells.txt}.
 */
class ManyCellsTest {

  private static final List<String> HEAP = List.of("-Xmx1g");
  private static final long MOST_LIVE = 700; // MB

  @TempDir Path folder;

  /**
   * A sweep of trivial cells.
   *
   * @param labels number of configurations
   * @param seeds of each
   * @param epochs logged ones of each cell
   */
  private record Size(int labels, int seeds, int epochs) {

    int cells() {
      return labels * seeds;
    }

    String yaml() {
      StringBuilder yaml = new StringBuilder("name: scale\nexperiment: fake\n");
      yaml.append(
          String.format(Locale.ROOT, "seeds: %d%nbase: {epochs: %d}%nconfigs:%n", seeds, epochs));
      for (int i = 0; i < labels; i++) {
        yaml.append(String.format(Locale.ROOT, "  - {label: c%d, level: %d}%n", i, i));
      }
      return yaml.append("baseline: c0\nlog_every: 1\n").toString();
    }
  }

  @Test
  @Tag("full")
  void costOfCellsEpochsAndSeeds() throws Exception {
    List<Size> sizes =
        List.of(
            new Size(100, 100, 1),
            new Size(100, 1_000, 1),
            new Size(100, 10_000, 1),
            new Size(100, 1_000, 10),
            new Size(100, 1_000, 100),
            new Size(10, 10_000, 1),
            new Size(1_000, 100, 1));
    Path report = Files.createDirectories(Path.of("target", "faults")).resolve("cells.txt");
    List<String> lines = new ArrayList<>();
    for (Size size : sizes) {
      lines.add(cost(size));
      Files.write(report, lines);
    }
  }

  private String cost(Size size) throws Exception {
    Path file = Files.writeString(folder.resolve("scale.yaml"), size.yaml());
    Path out = folder.resolve("out");
    Path gc = folder.resolve("gc.txt");
    List<String> jvm = new ArrayList<>(HEAP);
    jvm.add("-Xlog:gc:file=" + gc);
    Object[] run = {"run", file, "--out", out, "--master", "local[2]"};

    double plan;
    try (Driver driver =
        new Driver(
            log("plan"), jvm, "run", file, "--out", out, "--master", "local[2]", "--dry-run")) {
      long start = System.nanoTime();
      assertEquals(0, driver.exitCode(), driver.printed());
      plan = since(start);
    }
    double half;
    long survived;
    try (Driver driver = new Driver(log("first"), jvm, run)) {
      long start = System.nanoTime();
      while (driver.isAlive() && 2 * cells(out) < size.cells() && !trained(driver)) {
        Thread.sleep(20);
      }
      half = since(start);
      driver.kill();
      survived = cells(out);
    }
    long peak = live(gc);
    double resumed;
    double trained;
    double whole;
    try (Driver driver = new Driver(log("second"), jvm, run)) {
      long start = System.nanoTime();
      while (driver.isAlive() && !driver.printed().contains("done already")) {
        Thread.sleep(20);
      }
      resumed = since(start);
      while (driver.isAlive() && !trained(driver) && survived < size.cells()) {
        Thread.sleep(20);
      }
      trained = since(start);
      assertEquals(0, driver.exitCode(), driver.printed());
      whole = since(start);
    }
    peak = Math.max(peak, live(gc));
    double aggregated;
    try (Driver driver = new Driver(log("third"), jvm, "aggregate", out, "--master", "local[2]")) {
      long start = System.nanoTime();
      assertEquals(0, driver.exitCode(), driver.printed());
      aggregated = since(start);
    }
    peak = Math.max(peak, live(gc));
    assertTrue(peak < MOST_LIVE, peak + " MB live");
    try (Duck duck = new Duck(out)) {
      assertEquals(size.cells(), duck.number("select count(*) from {cells}"));
      assertEquals(size.cells(), duck.number("select count(distinct cell_id) from {cells}"));
      assertEquals(
          (long) size.cells() * size.epochs(), duck.number("select count(*) from {epochs}"));
      assertEquals(size.cells(), duck.number("select count(*) from {arrays}"));
      assertEquals(
          size.labels(),
          duck.number(
              "select count(*) from {summary} where metric = 'score' and n = " + size.seeds()));
    }
    long bytes = bytes(out);
    delete(out);
    return String.format(
        Locale.ROOT,
        "%,d cells = %d labels x %d seeds, %d epochs logged: plan %.1f s; first run killed after"
            + " %.1f s with %,d cells; resume: continues after %.1f s, rest trained after %.1f s,"
            + " all done after %.1f s; aggregate %.1f s; live heap at most %d MB; %.0f MB of files",
        size.cells(),
        size.labels(),
        size.seeds(),
        size.epochs(),
        plan,
        half,
        survived,
        resumed,
        trained,
        whole,
        aggregated,
        peak,
        bytes / 1e6);
  }

  private Path log(String name) {
    return folder.resolve(name + ".log");
  }

  private static boolean trained(Driver driver) throws IOException {
    return driver.printed().contains("trained ");
  }

  private static double since(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  /** Cells of the complete waves, whose files say in their names nothing of it: they are read. */
  private static long cells(Path out) throws Exception {
    if (!Files.exists(out.resolve("cells"))) {
      return 0;
    }
    long cells = 0;
    try (Stream<Path> waves = Files.list(out.resolve("cells"));
        Duck duck = new Duck(out)) {
      for (Path wave : waves.toList()) {
        if (Files.exists(wave.resolve("_SUCCESS"))) {
          cells += duck.number("select count(*) from read_parquet('" + wave + "/*.parquet')");
        }
      }
    }
    return cells;
  }

  /** Most that was in use after a collection, in MB. */
  private static long live(Path gc) throws IOException {
    Pattern pause = Pattern.compile("\\d+M->(\\d+)M\\(");
    long most = 0;
    Matcher matcher = pause.matcher(Files.readString(gc));
    while (matcher.find()) {
      most = Math.max(most, Long.parseLong(matcher.group(1)));
    }
    return most;
  }

  private static long bytes(Path folder) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(Files::isRegularFile).mapToLong(p -> p.toFile().length()).sum();
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
