package dev.polysweep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.data.store.StoreFixture;
import dev.polysweep.engine.sae.SaeLensFolder;
import dev.polysweep.engine.sae.TrainedSae;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sweeps of autoencoders on a store of activations, one cell an executor or all for one cell. */
class StoredActivationsTest {

  private static final int WIDTH = 24;
  private static final int ROWS = 6000;
  private static final int HELD_OUT = 1500;

  private static final String SWEEP =
      """
      name: stored
      experiment: monosemantic
      seeds: 2
      base:
        data: {source: activations, path: %s, d_in: 24, eval_samples: 1000}
        sae: {expansion: 2, steps: 300, batch: 256, lr: 3e-3, lr_warmup: 20, lr_decay: 60, aux_k: 0,
              coefficient_warmup: 0, resample_every: 0, normalize: expected_norm}
      configs:
        - {label: topk, sae.architecture: topk, sae.k: 3}
        - {label: batch_topk, sae.architecture: batch_topk, sae.k: 3}
        - {label: l1, sae.architecture: l1, sae.l1_coefficient: 0.5}
      log_every: 100
      """;

  @TempDir static Path folder;

  private static Path store;
  private static Path sweep;

  @BeforeAll
  static void start() throws IOException {
    store = StoreFixture.write(folder.resolve("store"), WIDTH, ROWS, HELD_OUT, 1);
    sweep =
        Files.writeString(folder.resolve("stored.yaml"), String.format(Locale.ROOT, SWEEP, store));
  }

  private static Child.Ended run(Path out, Object... more) throws IOException {
    List<Object> args = new ArrayList<>(List.of("run", sweep, "--out", out));
    args.addAll(List.of(more));
    return InProcess.withSpark(args.toArray());
  }

  private static void refused(String message, Path out, Object... more) throws IOException {
    Child.Ended ended = run(out, more);
    assertEquals(2, ended.code(), ended::toString);
    assertEquals(1, ended.errors().size(), ended::toString);
    assertTrue(ended.err().contains(message), ended::toString);
  }

  @Test
  void cellsAreTheSameBitsOnOneCoreAndTwo() throws Exception {
    Path one = folder.resolve("one");
    Path two = folder.resolve("two");
    Child.Ended ended = run(one, "--master", "local[1]");
    assertEquals(0, ended.code(), ended::toString);
    ended = run(two, "--master", "local[2]", "--pack", 2);
    assertEquals(0, ended.code(), ended::toString);
    Map<String, List<String>> expected = SmallSweep.contents(one);
    assertEquals(expected, SmallSweep.contents(two));
    try (Duck duck = new Duck(one)) {
      assertEquals(6, duck.number("select count(*) from {cells} where status = 'ok'"));
      String explained = "select label, seed, explained_variance, l0 from {cells} where ";
      assertEquals(
          List.of(),
          duck.query(explained + "not (explained_variance > 0.7 and l0 between 1 and 20)"));
      assertEquals(
          6, duck.number("select count(*) from {cells} where mmcs is null and true_l0 is null"));
      assertEquals(0, duck.number("select count(*) from {summary} where metric = 'mmcs'"));
    }
    String page = Files.readString(one.resolve("report.html"));
    assertTrue(page.contains("Variance explained against active latents"));
    assertTrue(page.contains("topk over 2 seeds: explained_variance"));
    assertFalse(page.contains("by mmcs"));
    exported(one, ended);
  }

  /** What is exported explains what the cell says it explains. */
  private static void exported(Path out, Child.Ended ended) throws Exception {
    Object id;
    try (Duck duck = new Duck(out)) {
      id =
          duck.query("select cell_id from {cells} where label = 'batch_topk' and seed = 1")
              .get(0)
              .get(0);
    }
    Path sae = folder.resolve("sae");
    Child.Ended export =
        InProcess.withSpark("export", out, "--cell", id, "--saelens", "--out", sae);
    assertEquals(0, export.code(), export::toString);
    TrainedSae trained = SaeLensFolder.read(sae);
    assertEquals(48, trained.parameters().dSae());
    assertTrue(trained.parameters().threshold()[0] > 0);
    assertTrue(Files.readString(sae.resolve("cfg.json")).contains(id.toString()));
  }

  @Test
  void anotherStoreUnderTheSamePathIsRefused() throws IOException {
    Path moved = folder.resolve("changed");
    StoreFixture.write(moved, WIDTH, ROWS, HELD_OUT, 2);
    Path out = folder.resolve("changing");
    Object[] there = {"--set", "data.path=" + moved, "--seeds", 1, "--master", "local[1]"};
    Child.Ended ended = run(out, there);
    assertEquals(0, ended.code(), ended::toString);
    StoreFixture.write(moved, WIDTH, ROWS, HELD_OUT, 3);
    refused("was run with other settings: data.sha256", out, there);
  }

  /** A store is what it holds, whatever its folder is called. */
  @Test
  void severalStoresInOneSweep() throws IOException {
    Path other = StoreFixture.write(folder.resolve("other"), WIDTH, ROWS, HELD_OUT, 4);
    Path copy = StoreFixture.write(folder.resolve("copy"), WIDTH, ROWS, HELD_OUT, 1);
    String several =
        String.format(Locale.ROOT, SWEEP, store)
            .replaceAll("(?s)configs:.*?log_every", "log_every");
    Path file =
        Files.writeString(
            folder.resolve("several.yaml"),
            several.replace("seeds: 2", "seeds: 1")
                + "grid: {data.path: ["
                + store
                + ", "
                + other
                + "]}\n");
    Object[] args = {"run", file, "--out", folder.resolve("several"), "--master", "local[2]"};
    Child.Ended ended = InProcess.withSpark(args);
    assertEquals(0, ended.code(), ended::toString);
    try (Duck duck = new Duck(folder.resolve("several"))) {
      assertEquals(2, duck.number("select count(distinct cell_id) from {cells}"));
      assertEquals(2, duck.number("select count(distinct mse) from {cells}"));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    Files.writeString(file, Files.readString(file).replace(other.toString(), copy.toString()));
    Child.Ended refused = InProcess.withSpark(args);
    assertEquals(2, refused.code(), refused::toString);
    assertEquals(1, refused.errors().size(), refused::toString);
    assertTrue(refused.err().contains("gives the same results as"), refused::toString);
  }

  @Test
  void whatDoesNotFitIsRefused() throws IOException {
    Path out = folder.resolve("refused");
    Path nowhere = folder.resolve("nowhere");
    refused("data.path: " + nowhere + ": there is no", out, "--set", "data.path=" + nowhere);
    refused("data.d_in: 32 is not the width of", out, "--set", "data.d_in=32");
    refused("data.eval_samples: 1501 is more", out, "--set", "data.eval_samples=1501");
    refused("sae.batch: 7000 is more", out, "--set", "sae.batch=7000");
    refused("data.sha256: ", out, "--set", "data.sha256=00");
    refused("sae.architecture: executors train only topk and l1", out, "--distributed");
    refused("--distributed has an engine", out, "--distributed", "--engine", "simd");
    assertTrue(Files.notExists(out));
    Child.Ended other =
        InProcess.withSpark("run", "--experiment", "taming", "--distributed", "--out", out);
    assertEquals(2, other.code(), other::toString);
    assertEquals(1, other.errors().size(), other::toString);
    assertTrue(other.err().contains("a cell of taming is not trained by several"), other.err());
    assertTrue(Files.notExists(out));
  }

  @Test
  void oneCellOnAllCores() throws Exception {
    String topk =
        String.format(Locale.ROOT, SWEEP, store)
            .replaceAll("(?m)^  - \\{label: (batch|l1).*\\R", "");
    assertNotEquals(SWEEP, topk);
    Path file = Files.writeString(folder.resolve("spread.yaml"), topk);
    Path out = folder.resolve("spread");
    Child.Ended ended =
        InProcess.withSpark(
            "run", file, "--seeds", 1, "--distributed", "--master", "local[2]", "--out", out);
    assertEquals(0, ended.code(), ended::toString);
    try (Duck duck = new Duck(out)) {
      assertEquals("dl4j-spark", duck.query("select engine from {cells}").get(0).get(0));
      assertEquals(
          List.of(), duck.query("select * from {cells} where not explained_variance > 0.7"));
      assertEquals(4, duck.number("select count(*) from {epochs}"));
    }
  }
}
