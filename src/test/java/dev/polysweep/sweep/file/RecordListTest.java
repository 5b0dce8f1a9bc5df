package dev.polysweep.sweep.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.polysweep.experiment.Defaults;
import dev.polysweep.experiment.Setting;
import dev.polysweep.sweep.Configuration;
import dev.polysweep.sweep.Experiments;
import dev.polysweep.sweep.StubExperiment;
import dev.polysweep.sweep.Sweep;
import dev.polysweep.sweep.setting.Settings;
import dev.polysweep.sweep.yaml.SweepException;
import dev.polysweep.table.Type;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings that are lists of records, and keys of their elements' settings. */
class RecordListTest {

  enum Shape {
    ROUND,
    FLAT
  }

  record Stage(
      @Setting(value = "width", min = 1, max = 9) int width,
      @Setting(value = "shape", byDefault = "round") Shape shape,
      @Setting(value = "rate", optional = true, min = 0) Double rate)
      implements Serializable {}

  record Config(
      @Setting(value = "stages", byDefault = "") List<Stage> stages,
      @Setting(value = "steps", byDefault = "3") int steps)
      implements Serializable {}

  private static final Experiments EXPERIMENTS =
      new Experiments(List.of(new StubExperiment<>("staged", Defaults.of(Config.class))));

  @TempDir Path folder;

  private Sweep load(String yaml) throws IOException {
    Path file =
        Files.writeString(folder.resolve("staged.yaml"), "experiment: staged\nseeds: 1\n" + yaml);
    return SweepFile.load(file, Overrides.NONE, EXPERIMENTS);
  }

  private static final String BASE = "base: {stages: [{width: 2}, {width: 3, shape: flat}]}\n";

  @Test
  void elementsHaveTheirDefaults() throws IOException {
    Config config = (Config) load(BASE).configurations().get(0).settings();
    assertEquals(
        List.of(new Stage(2, Shape.ROUND, null), new Stage(3, Shape.FLAT, null)), config.stages());
  }

  @Test
  void aGridSweepsASettingOfOneElement() throws IOException {
    Sweep sweep = load(BASE + "grid: {stages.1.width: [4, 5], stages.0.rate: [0.5]}\n");
    assertEquals(
        List.of("4_0.5", "5_0.5"),
        sweep.configurations().stream().map(Configuration::label).toList());
    Configuration second = sweep.configurations().get(1);
    assertEquals(
        List.of(new Stage(2, Shape.ROUND, 0.5), new Stage(5, Shape.FLAT, null)),
        ((Config) second.settings()).stages());
    assertEquals(Map.of("stages_1_width", 5L, "stages_0_rate", 0.5), second.swept());
    Settings<?> settings = Settings.of(EXPERIMENTS.named("staged"));
    assertEquals(Type.LONG, settings.columnType("stages_1_width"));
    assertEquals(Type.DOUBLE, settings.columnType("stages_0_rate"));
    assertEquals("stages.1.width", settings.ofColumn("stages_1_width").key());
  }

  @Test
  void theResolvedSweepGivesTheSameCells() throws IOException {
    Sweep sweep = load(BASE + "grid: {stages.1.width: [4, 5]}\nconfigs: [{label: a, steps: 7}]\n");
    Path file =
        Files.writeString(
            folder.resolve("resolved.yaml"),
            ResolvedSweep.yaml(sweep, EXPERIMENTS.named("staged")));
    assertEquals(sweep, SweepFile.load(file, Overrides.NONE, EXPERIMENTS));
  }

  @Test
  void aListOfItsOwnReplacesElementsOfBase() throws IOException {
    Sweep sweep =
        load(
            "base: {stages: [{width: 2}], stages.0.rate: 1}\n"
                + "configs: [{label: a, stages: [{width: 9}]}, {label: b, stages.0.width: 8}]\n");
    assertEquals(
        List.of(new Stage(9, Shape.ROUND, null)),
        ((Config) sweep.configurations().get(0).settings()).stages());
    assertEquals(
        List.of(new Stage(8, Shape.ROUND, 1.0)),
        ((Config) sweep.configurations().get(1).settings()).stages());
  }

  @Test
  void aProgramGivesRecords() {
    StubExperiment<Config> experiment = new StubExperiment<>("staged", Defaults.of(Config.class));
    Config wanted = new Config(List.of(new Stage(2, Shape.FLAT, 0.25)), 3);
    Sweep sweep =
        SweepBuilder.of(experiment)
            .seeds(1)
            .base("stages", wanted.stages())
            .grid("stages.0.width", 2, 4)
            .build();
    assertEquals(wanted, sweep.configurations().get(0).settings());
    assertEquals(
        wanted,
        SweepBuilder.of(experiment)
            .seeds(1)
            .base(wanted)
            .build()
            .configurations()
            .get(0)
            .settings());
  }

  @Test
  void mistakesAreOneLineWithTheElement() {
    refuses("3: stages.1.width: is missing", "base: {stages: [{width: 1}, {shape: flat}]}");
    refuses("3: stages.0.width: '10' is not allowed", "base: {stages: [{width: 10}]}");
    refuses(
        "3: stages.0.widt: unknown setting; there are width, shape, rate (did you mean 'width'?)",
        "base: {stages: [{widt: 1}]}");
    refuses("3: stages.0: '7' is not allowed", "base: {stages: [7]}");
    refuses(
        "3: stages.2.width: stages has 1 elements",
        "base: {stages: [{width: 1}], stages.2.width: 3}");
    refuses(
        "3: stages.0.depth: unknown setting; each of stages has width",
        "base: {stages.0.depth: 3}");
    refuses("3: steps.0.width: unknown setting", "base: {steps.0.width: 3}");
    refuses(
        "3: stages.01.width: unknown setting", "base: {stages: [{width: 1}], stages.01.width: 3}");
    refuses("3: stages.0: unknown setting", "base: {stages: [{width: 1}], stages.0: {width: 3}}");
  }

  private void refuses(String why, String yaml) {
    String message = assertThrows(SweepException.class, () -> load(yaml)).getMessage();
    assertTrue(message.startsWith(folder.resolve("staged.yaml") + ":" + why), message);
  }

  @Test
  void theSchemaKnowsElements() throws IOException {
    JsonNode definitions = new ObjectMapper().readTree(JsonSchema.of(EXPERIMENTS)).get("$defs");
    JsonNode items = definitions.get("staged.stages").get("items");
    assertEquals("[\"width\"]", items.get("required").toString());
    assertEquals(9, items.get("properties").get("width").get("maximum").asInt());
    String pattern = "^stages\\.(0|[1-9][0-9]{0,3})\\.width$";
    assertTrue("stages.12.width".matches(pattern));
    for (String of : List.of("staged", "staged_configuration", "staged_grid")) {
      assertTrue(definitions.get(of).get("patternProperties").has(pattern), of);
    }
  }
}
