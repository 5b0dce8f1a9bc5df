package dev.polysweep.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.experiment.Experiment;
import dev.polysweep.report.compare.Comparison;
import dev.polysweep.report.compare.ComparisonPage;
import dev.polysweep.report.compare.ComparisonText;
import dev.polysweep.report.terminal.Colours;
import dev.polysweep.spark.FakeExperiment;
import dev.polysweep.spark.SparkFixture;
import dev.polysweep.spark.run.Progress;
import dev.polysweep.spark.run.TooManyFailuresException;
import dev.polysweep.sweep.Sweep;
import dev.polysweep.sweep.file.SweepBuilder;
import dev.polysweep.sweep.yaml.SweepException;
import dev.polysweep.table.TableRow;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** The experiment {@code fake} is installed by a class path entry of the test's own. */
class SweepJobTest {

  @TempDir static Path installed;
  private static ClassLoader before;

  @TempDir Path folder;

  /** Writes down what it is told. */
  private static final class Notes implements JobListener {
    private final List<String> lines = new ArrayList<>();
    private long done;

    @Override
    public synchronized void progress(Progress progress) {
      done = progress.done();
    }

    @Override
    public void leftOut(String wave) {
      lines.add("left out " + wave);
    }

    @Override
    public void dropped(String wave) {
      lines.add("dropped " + wave);
    }

    @Override
    public void forgotten(long cells) {
      lines.add("forgotten " + cells);
    }

    @Override
    public void resumed(long done, long missing) {
      lines.add("done " + done + ", missing " + missing);
    }

    @Override
    public void trained(JobResult.Training training) {
      lines.add("trained " + training.done());
    }
  }

  @BeforeAll
  static void install() throws IOException {
    Path service = installed.resolve("META-INF/services/" + Experiment.class.getName());
    Files.createDirectories(service.getParent());
    Files.writeString(service, FakeExperiment.class.getName());
    before = Thread.currentThread().getContextClassLoader();
    // A Spark that another class left would look for experiments where that one did.
    SparkFixture.stop();
    Thread.currentThread()
        .setContextClassLoader(new URLClassLoader(new URL[] {installed.toUri().toURL()}, before));
  }

  @AfterAll
  static void uninstall() {
    Thread.currentThread().setContextClassLoader(before);
  }

  private static SweepBuilder<FakeExperiment.Settings> builder() {
    return SweepBuilder.of(new FakeExperiment()).seeds(5).logEvery(10);
  }

  private SweepJob job(Sweep sweep) {
    return SweepJob.of(sweep, folder.resolve("out")).engine("simd").master("local[2]");
  }

  @Test
  void anotherRunGoesOnAndAnotherReportIsTheSame() throws IOException {
    Sweep sweep = builder().grid("level", 1, 2).baseline("1").build();
    Notes first = new Notes();
    JobResult result = job(sweep).listener(first).run();
    assertEquals(List.of("trained 10"), first.lines);
    assertEquals(10, first.done);
    assertEquals(10, result.done());
    assertEquals(0, result.failed() + result.diverged());
    assertEquals(10, result.training().done());
    assertEquals("report.html", result.files().get(0));
    for (String file : result.files()) {
      assertTrue(Files.exists(folder.resolve("out").resolve(file)), file);
    }
    Notes second = new Notes();
    JobResult more =
        job(builder().seeds(6).grid("level", 1, 2).baseline("1").build()).listener(second).run();
    assertEquals(List.of("done 10, missing 2", "trained 2"), second.lines);
    assertEquals(12, more.done());
    JobResult again = SweepJob.in(folder.resolve("out")).master("local[2]").aggregate();
    assertEquals(more.summary(), again.summary());
    assertEquals(List.of(), again.files());
    JobResult report = SweepJob.in(folder.resolve("out")).master("local[2]").report();
    assertEquals(more.contrasts(), report.contrasts());
    assertEquals(more.files(), report.files());
  }

  @Test
  void resultsAreComparedCellByCell() throws IOException {
    job(builder().base("level", 1).grid("epochs", 20, 30).build()).run();
    Path other = folder.resolve("other");
    SweepJob.of(builder().seeds(4).base("level", 3).grid("epochs", 30, 40).build(), other)
        .engine("simd")
        .master("local[2]")
        .run();
    Results a = Results.in(folder.resolve("out"));
    Comparison comparison = Comparer.of(a, Results.in(other));
    assertEquals(List.of("level"), comparison.apart());
    assertEquals(
        List.of(
            new Comparison.Difference("level", "1.0", "3.0"),
            new Comparison.Difference("epochs", "20, 30", "30, 40"),
            new Comparison.Difference("seeds", "0 to 4", "0 to 3")),
        comparison.settings());
    assertEquals(List.of(), comparison.origins());
    assertEquals(4, comparison.matched(), "epochs 30, seeds 0 to 3");
    assertEquals(6, comparison.onlyA());
    assertEquals(4, comparison.onlyB());
    Comparison.MetricDifference score = comparison.metrics().get(0);
    assertEquals("score", score.metric());
    assertEquals(4, score.cells());
    double[] expected = new double[4];
    for (int seed = 0; seed < 4; seed++) {
      expected[seed] = 2 * seed; // the score is level · seed + 1
    }
    assertEquals(Arrays.stream(expected).average().orElseThrow(), score.contrast().delta(), 1e-9);
    assertEquals(Arrays.stream(expected).max().orElseThrow(), score.largest(), 1e-9);
    Comparison same = Comparer.of(a, a);
    assertEquals(List.of(), same.settings());
    assertEquals(10, same.matched());
    for (Comparison.MetricDifference metric : same.metrics()) {
      assertEquals(metric.cells(), metric.same(), metric.metric());
      assertEquals(0, metric.largest());
    }
    for (int width : new int[] {80, 120}) {
      String text = ComparisonText.of(comparison, width, true, Colours.NONE);
      text.lines()
          .skip(2) // the folders' names
          .forEach(line -> assertTrue(line.length() <= width, line));
      assertTrue(text.contains("4 cells match; 6 only in A, 4 only in B"), text);
    }
    Path page = new ComparisonPage(comparison).write(folder.resolve("compared"));
    assertTrue(Files.readString(page).contains("every setting but level"));
    assertTrue(Files.exists(folder.resolve("compared/figures/difference-score.svg")));
  }

  @Test
  void failuresAreCountedAndRunAgain() throws IOException {
    Sweep sweep = builder().base("ending", "throws").base("from_seed", 3).build();
    JobResult result = job(sweep).run();
    assertEquals(3, result.done());
    assertEquals(2, result.failed());
    assertEquals(2, result.training().failed());
    assertTrue(result.training().errors().get(0).contains("is not to my taste"));
    Notes notes = new Notes();
    assertThrows(
        TooManyFailuresException.class,
        () -> job(sweep).pack(1).retryFailed().maxFailures(1).listener(notes).run());
    assertEquals(List.of("forgotten 2", "done 3, missing 2"), notes.lines);
  }

  @Test
  void nothingIsDeletedThatIsNotAllowedTo() throws IOException {
    Sweep sweep = builder().build();
    job(sweep).run();
    SweepException refused =
        assertThrows(
            SweepException.class,
            () ->
                job(sweep)
                    .fresh(
                        place -> {
                          throw new SweepException("keep " + place);
                        })
                    .run());
    assertEquals("keep " + folder.resolve("out"), refused.getMessage());
    Notes kept = new Notes();
    job(sweep).listener(kept).run();
    assertEquals(List.of("done 5, missing 0", "trained 0"), kept.lines);
    assertEquals(5, job(sweep).fresh().run().training().done());
  }

  @Test
  void aCancelledRunGoesOnLater() throws IOException {
    Sweep sweep = builder().seeds(40).build();
    SweepJob job = job(sweep).pack(1).wave(10);
    job.listener(
        progress -> {
          if (progress.done() > 12) {
            job.cancel();
          }
        });
    assertThrows(CancellationException.class, job::run);
    assertThrows(CancellationException.class, job::run, "it stays cancelled");
    Notes notes = new Notes();
    assertEquals(40, job(sweep).listener(notes).run().done());
    assertTrue(notes.lines.get(0).matches("done [1-3]0, missing [1-3]0"), notes.lines.toString());
    SweepJob early = job(sweep);
    assertFalse(early.cancel(), "nothing trains");
    assertThrows(CancellationException.class, early::run);
  }

  @Test
  void otherSettingsUnderOneLabelAreRefused() throws IOException {
    job(builder().configuration("a", Map.of("level", 1)).build()).run();
    SweepException refused =
        assertThrows(
            SweepException.class,
            () -> job(builder().configuration("a", Map.of("level", 2)).build()).run());
    assertTrue(refused.getMessage().contains("level 1 → 2"), refused.getMessage());
  }

  /** A job remembers nothing: what the folder holds decides what may be aggregated. */
  @Test
  void aggregatesAreMadeOfTheSweepsOwnCellsOnly() throws IOException {
    Sweep sweep = builder().seeds(2).configuration("a", Map.of("level", 1)).build();
    SweepJob job = job(sweep);
    JobResult result = job.run();
    assertEquals(result.summary(), job.aggregate().summary());
    Sweep renamed = builder().seeds(2).configuration("b", Map.of("level", 1)).build();
    assertEquals(
        List.of("b"),
        job(renamed).aggregate().summary().stream().map(row -> row.label()).distinct().toList());
    Sweep other = builder().seeds(2).configuration("a", Map.of("level", 2)).build();
    for (Executable again :
        List.<Executable>of(() -> job(other).aggregate(), () -> job(other).report())) {
      SweepException refused = assertThrows(SweepException.class, again);
      assertTrue(refused.getMessage().contains("none of its cells is of"), refused::toString);
    }
    Sweep sparser = builder().seeds(2).configuration("a", Map.of("level", 1)).logEvery(5).build();
    SweepException refused = assertThrows(SweepException.class, () -> job(sparser).aggregate());
    assertTrue(refused.getMessage().contains("log_every 10, not 5"), refused::toString);
  }

  @Test
  void optionsThatMakeNoSenseAreRefused() {
    SweepJob job = job(builder().build());
    assertThrows(SweepException.class, () -> job.pack(0));
    assertThrows(SweepException.class, () -> job.wave(-1));
    assertThrows(SweepException.class, () -> job.maxFailures(0));
    assertThrows(SweepException.class, () -> job.distributed(0));
    SweepException refused =
        assertThrows(
            SweepException.class,
            () -> SweepJob.of(builder().build(), folder.resolve("out")).distributed(8).check());
    assertTrue(
        refused.getMessage().contains("not trained by several executors"), refused::toString);
    SweepException owned = assertThrows(SweepException.class, () -> job.distributed(8).check());
    assertTrue(owned.getMessage().contains("has an engine of its own"), owned::toString);
    assertThrows(SweepException.class, () -> SweepJob.in(folder.resolve("nowhere")));
  }

  @Test
  void aSettingThatWasNotSweptBeforeIsReadFromTheConfiguration() throws IOException {
    job(builder().configuration("a", Map.of()).build()).run();
    job(builder().configuration("a", Map.of()).configuration("b", Map.of("level", 2.5)).build())
        .run();
    Results results = Results.in(folder.resolve("out"));
    try (Stream<TableRow> cells = results.cells()) {
      Map<String, List<Double>> levels =
          cells.collect(
              java.util.stream.Collectors.groupingBy(
                  cell -> cell.text("label"),
                  java.util.stream.Collectors.mapping(
                      cell -> cell.number("level"), java.util.stream.Collectors.toList())));
      assertEquals(
          Map.of("a", List.of(1.0, 1.0, 1.0, 1.0, 1.0), "b", List.of(2.5, 2.5, 2.5, 2.5, 2.5)),
          levels);
    }
    try (Stream<TableRow> bangs = results.events("bangs")) {
      assertEquals(
          List.of("loud", "loud", "soft"),
          bangs
              .filter(row -> row.text("label").equals("a"))
              .limit(3)
              .map(row -> row.text("noise"))
              .toList());
    }
    try (Stream<?> nulls = results.nulls();
        Stream<?> curves = results.curves();
        Stream<?> effects = results.effects()) {
      assertTrue(nulls.count() > 0);
      assertTrue(curves.count() > 0);
      assertEquals(0, effects.count());
    }
  }
}
