package dev.polysweep.sweep.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.engine.net.Noise;
import dev.polysweep.experiment.taming.TamingConfig;
import dev.polysweep.sweep.Configuration;
import dev.polysweep.sweep.Experiments;
import dev.polysweep.sweep.SampleConfig;
import dev.polysweep.sweep.Seeds;
import dev.polysweep.sweep.StubExperiment;
import dev.polysweep.sweep.Sweep;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class SweepFileTest {

  @TempDir Path folder;

  private Sweep load(String yaml, String... settings) throws IOException {
    return load(yaml, new Overrides(List.of(settings), null));
  }

  private Sweep load(String yaml, Overrides overrides) throws IOException {
    Path file = Files.writeString(folder.resolve("small.yaml"), yaml);
    return SweepFile.load(file, overrides, StubExperiment.SAMPLES);
  }

  private static SampleConfig settings(Sweep sweep, int i) {
    return (SampleConfig) sweep.configurations().get(i).settings();
  }

  private static List<String> labels(Sweep sweep) {
    return sweep.configurations().stream().map(Configuration::label).toList();
  }

  @Test
  void theLeastAFileCanSay() throws IOException {
    Sweep sweep = load("experiment: sample\nseeds: 3\n");
    assertEquals("small", sweep.name());
    assertEquals(new Seeds.Range(0, 3), sweep.seeds());
    assertEquals(List.of("default"), labels(sweep));
    assertEquals(SampleConfig.DEFAULTS, settings(sweep, 0));
    assertTrue(sweep.configurations().get(0).swept().isEmpty());
    assertNull(sweep.baseline());
    assertEquals(50, sweep.logEvery());
  }

  @Test
  void gridThenConfigurationsInTheOrderWritten() throws IOException {
    Sweep sweep =
        load(
            """
            name: all.of-it_1
            description: everything at once
            experiment: sample
            seeds: [5, 3]
            base: {init: none, net: {hidden: 20, lr: 0.5}}
            grid:
              net.lr: [1e-4, 0.01]
              act: [gelu, relu]
            configs:
              - {label: Two words, init: orthogonal, net: {keep: 0.25}}
              - {net.keep: 0.75, shuffle: false}
            baseline: Two words
            log_every: 7
            """);
    assertEquals(
        List.of("1e-4_gelu", "1e-4_relu", "0.01_gelu", "0.01_relu", "Two words", "0.75_false"),
        labels(sweep));
    assertEquals(1e-4, settings(sweep, 1).net().lr());
    assertEquals(
        0.5, settings(sweep, 4).net().lr(), "a configuration has the base's value, not the grid's");
    assertEquals(20, settings(sweep, 2).net().hidden());
    assertEquals(SampleConfig.Init.NONE, settings(sweep, 5).init());
    List<String> swept = List.of("net_lr", "act", "init", "net_keep", "shuffle");
    sweep.configurations().forEach(c -> assertEquals(swept, List.copyOf(c.swept().keySet())));
    assertEquals(
        Arrays.asList(0.5, "relu", "orthogonal", 0.25, true),
        List.copyOf(sweep.configurations().get(4).swept().values()));
    assertEquals(new Seeds.Listed(List.of(5L, 3L)), sweep.seeds());
    assertEquals("Two words", sweep.baseline());
    assertEquals(7, sweep.logEvery());
    assertEquals(12, sweep.size());
    assertEquals(3, sweep.cell(6).seed());
    assertEquals("1e-4_gelu", sweep.cell(6).configuration().label());
    assertEquals(12, LongStream.range(0, 12).mapToObj(i -> sweep.cell(i).id()).distinct().count());
  }

  /** Neither how a number is written nor where its key stands is part of a cell's identity. */
  @Test
  void cellsAreTheSameHoweverTheyAreWritten() throws IOException {
    String head = "experiment: sample\nseeds: 2\n";
    Sweep sweep = load(head + "grid: {net.lr: [1e-4, 0.01], act: [gelu, relu]}\n");
    Sweep rewritten = load(head + "grid: {act: [gelu, relu], net.lr: [0.0001, 1.0e-2]}\n");
    Sweep listed =
        load(
            head
                + "configs:\n"
                + "  - {label: one, act: gelu, net.lr: 1E-4}\n"
                + "  - {label: two, act: gelu, net: {lr: 1.0e-02}}\n"
                + "  - {label: three, act: relu, net.lr: 0.00010}\n"
                + "  - {label: four, act: relu, net.lr: .01}\n");
    assertEquals(ids(sweep), ids(rewritten));
    assertEquals(ids(sweep), ids(listed));
    assertEquals(8, ids(sweep).size());
  }

  private static Set<String> ids(Sweep sweep) {
    return LongStream.range(0, sweep.size())
        .mapToObj(i -> sweep.cell(i).id())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void overridesWinOverBase() throws IOException {
    String yaml =
        "experiment: sample\nseeds: 3\nbase: {net: {hidden: 20}}\ngrid: {act: [relu, gelu]}\n";
    Sweep sweep =
        load(
            yaml,
            new Overrides(
                List.of("net.hidden=24", "note= a = b ", "net={lr: 0.5, widths: [1]}", "cap=~"),
                7L));
    SampleConfig config = settings(sweep, 1);
    assertEquals(24, config.net().hidden());
    assertEquals("a = b", config.note());
    assertEquals(List.of(1), config.net().widths());
    assertNull(config.cap());
    assertEquals(new Seeds.Range(0, 7), sweep.seeds());
    assertEquals(List.of("act"), List.copyOf(sweep.configurations().get(0).swept().keySet()));
  }

  @Test
  void theGridWinsOverBase() throws IOException {
    Sweep sweep = load("experiment: sample\nseeds: 1\nbase: {act: gelu}\ngrid: {act: [relu]}\n");
    assertEquals(SampleConfig.Act.RELU, settings(sweep, 0).act());
  }

  @Test
  void wordsThatYamlTakesForSomethingElse() throws IOException {
    Sweep sweep =
        load(
            "experiment: sample\nseeds: 1\nbase: {act: false, init: none, note: no, null: {draws: 10}}\n");
    SampleConfig config = settings(sweep, 0);
    assertEquals(SampleConfig.Act.FALSE, config.act());
    assertEquals("no", config.note());
    assertEquals(10, config.nullModel().draws());
  }

  @Test
  void labelsOfOddValues() throws IOException {
    Sweep sweep =
        load(
            "experiment: sample\nseeds: 1\ngrid: {note: [null, 'a/b\\c', '..'], net.widths: [[1, 2], []]}\n");
    assertEquals(
        List.of("null_[1,2]", "null_[]", "a-b-c_[1,2]", "a-b-c_[]", ".._[1,2]", ".._[]"),
        labels(sweep));
    assertNull(sweep.configurations().get(0).swept().get("note"));
    assertEquals("[1,2]", sweep.configurations().get(0).swept().get("net_widths"));
  }

  @Test
  void spellingsOfTheSameNumberAreTheSameCell() throws IOException {
    Sweep a = load("experiment: sample\nseeds: 1\nbase: {net: {lr: 1e-4}}\n");
    Sweep b = load("\uFEFFexperiment: sample\r\nseeds: 1\r\nbase: {net.lr: 0.00010}\r\n");
    assertEquals(a, b);
    assertEquals(a.cell(0).id(), b.cell(0).id());
  }

  @Test
  void aBillionSeedsTakeNoMemory() throws IOException {
    Sweep sweep =
        load(
            "experiment: sample\nseeds: {from: 100, count: 1000000000}\ngrid: {act: [relu, gelu]}\n");
    assertEquals(2_000_000_000L, sweep.size());
    assertEquals(1_000_000_099L, sweep.cell(1_999_999_999L).seed());
  }

  @Test
  void withoutAFile() {
    Overrides overrides = new Overrides(List.of("init=orthogonal", "act=gelu"), null);
    Sweep sweep = SweepFile.of("sample", overrides, StubExperiment.SAMPLES);
    assertEquals("sample", sweep.name());
    assertEquals(1, sweep.size());
    assertEquals(SampleConfig.Init.ORTHOGONAL, settings(sweep, 0).init());
    assertEquals(
        4, SweepFile.of("sample", new Overrides(List.of(), 4L), StubExperiment.SAMPLES).size());
  }

  @Test
  void aSweepTravelsToExecutors() throws IOException, ClassNotFoundException {
    Sweep sweep =
        load("experiment: sample\nseeds: [1]\ngrid: {note: [null, x], net.widths: [[1], []]}\n");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new ObjectOutputStream(bytes).writeObject(sweep);
    assertEquals(
        sweep, new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject());
  }

  @Test
  void theTamingSweepOfTheOriginal() throws IOException {
    Sweep sweep =
        load(
            """
            name: taming
            experiment: taming
            seeds: 10
            base: {null: {draws: 2000}, sae: {tied: false}, mlp: {lambda_reg: 1e-3}}
            configs:
              - {label: baseline, init: random, noise: bipolar, reg: l1, act: relu}
              - {label: max, init: orthogonal, noise: positive_kurtosis, reg: l2, act: gelu}
            baseline: baseline
            """);
    assertEquals(20, sweep.size());
    TamingConfig max = (TamingConfig) sweep.configurations().get(1).settings();
    assertEquals(Noise.Kind.POSITIVE_KURTOSIS, max.noise());
    assertEquals(TamingConfig.Tied.FALSE, max.sae().tied());
    assertEquals(2000, max.nullModel().draws());
    assertEquals(1e-3, max.mlp().lambdaReg());
  }

  /** The sweeps that the project ships. */
  @TestFactory
  Stream<DynamicTest> committedSweeps() throws IOException {
    Path sweeps = Path.of("sweeps");
    if (!Files.isDirectory(sweeps)) {
      return Stream.empty();
    }
    return Files.list(sweeps)
        .filter(file -> file.toString().endsWith(".yaml"))
        .map(
            file ->
                DynamicTest.dynamicTest(
                    file.getFileName().toString(),
                    () -> {
                      Sweep sweep = SweepFile.load(file, Overrides.NONE);
                      assertEquals(sweep, reloaded(sweep));
                    }));
  }

  private Sweep reloaded(Sweep sweep) throws IOException {
    String yaml = ResolvedSweep.yaml(sweep, Experiments.installed().named(sweep.experiment()));
    return SweepFile.load(Files.writeString(folder.resolve("resolved.yaml"), yaml), Overrides.NONE);
  }
}
