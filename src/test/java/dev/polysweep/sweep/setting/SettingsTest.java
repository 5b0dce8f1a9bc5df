package dev.polysweep.sweep.setting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.experiment.InvalidSettingException;
import dev.polysweep.experiment.Setting;
import dev.polysweep.experiment.taming.TamingConfig;
import dev.polysweep.sweep.CellId;
import dev.polysweep.sweep.SampleConfig;
import dev.polysweep.sweep.StubExperiment;
import dev.polysweep.sweep.yaml.SweepException;
import dev.polysweep.sweep.yaml.YamlReader;
import dev.polysweep.sweep.yaml.YamlValue;
import dev.polysweep.table.Type;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {

  private static final String CANONICAL =
      "{\"act\":\"relu\",\"cap\":null,\"init\":\"random\",\"net\":{\"epochs\":2000,\"hidden\":12,\"keep\":0.5,"
          + "\"lr\":0.001,\"widths\":[8,4]},\"note\":null,\"null\":{\"draws\":100},\"shuffle\":true}";

  private final Settings<SampleConfig> settings =
      Settings.of(new StubExperiment<>("sample", SampleConfig.DEFAULTS));

  @Test
  void defaultsAsCanonicalJson() {
    assertEquals(CANONICAL, settings.json(SampleConfig.DEFAULTS));
  }

  /**
   * Expected ids by Python: {@code
   * hashlib.sha256(f"sample\n{json}\n{seed}".encode()).hexdigest()[:16]}.
   */
  @Test
  void cellIdsNeverChange() {
    assertEquals("bb76063aab11d435", CellId.of("sample", CANONICAL, 0));
    assertEquals("46188dc81f26edee", CellId.of("sample", CANONICAL, 7));
  }

  @Test
  void everySettingSurvivesJson() {
    SampleConfig config =
        new SampleConfig(
            SampleConfig.Init.NONE,
            SampleConfig.Act.FALSE,
            false,
            "a \"quoted\" text: with #, é, 𝛼 and \\",
            0.1,
            new SampleConfig.Net(1, 9007199254740991L, 1e-300, 1, List.of()),
            new SampleConfig.NullModel(1000));
    assertEquals(config, read(settings, settings.json(config)));
    TamingConfig taming = TamingConfig.DEFAULTS;
    Settings<TamingConfig> ofTaming = Settings.of(new StubExperiment<>("taming", taming));
    assertEquals(taming, read(ofTaming, ofTaming.json(taming)));
  }

  @Test
  void olderJsonIsCompletedFromTheDefaults() {
    SampleConfig read = read(settings, "{\"net\":{\"hidden\":3}}");
    assertEquals(3, read.net().hidden());
    assertEquals(SampleConfig.DEFAULTS.net().epochs(), read.net().epochs());
    assertEquals(SampleConfig.DEFAULTS.nullModel(), read.nullModel());
  }

  @Test
  void foreignJsonIsRefused() {
    SweepException e = assertThrows(SweepException.class, () -> read(settings, "{\"gone\":1}"));
    assertTrue(e.getMessage().startsWith("results:1: gone: unknown setting"), e.getMessage());
    assertThrows(
        InvalidSettingException.class, () -> read(settings, "{\"net\":{\"hidden\":3000}}"));
  }

  private static <C extends Record & Serializable> C read(Settings<C> settings, String json) {
    YamlValue.Mapping mapping = (YamlValue.Mapping) YamlReader.read(json, "results");
    return settings.bind(Assignment.values(Assignment.all(settings, mapping)));
  }

  @Test
  void columnsAreTypedAndComplete() {
    Map<String, Object> columns = settings.columns(SampleConfig.DEFAULTS);
    assertEquals(
        List.of(
            "init",
            "act",
            "shuffle",
            "note",
            "cap",
            "net_hidden",
            "net_epochs",
            "net_lr",
            "net_keep",
            "net_widths",
            "null_draws"),
        List.copyOf(columns.keySet()));
    assertEquals("random", columns.get("init"));
    assertEquals(true, columns.get("shuffle"));
    assertEquals(12L, columns.get("net_hidden"));
    assertEquals(2000L, columns.get("net_epochs"));
    assertEquals(1e-3, columns.get("net_lr"));
    assertEquals("[8,4]", columns.get("net_widths"));
    assertEquals(Type.LONG, settings.columnType("net_hidden"));
    assertEquals(Type.DOUBLE, settings.columnType("cap"));
    assertEquals(Type.BOOLEAN, settings.columnType("shuffle"));
    assertEquals(Type.STRING, settings.columnType("net_widths"));
  }

  record Threads(
      @Setting("rate") double rate,
      @Setting(value = "threads", min = 1, affectsResults = false) int threads,
      @Setting("inner") Inner inner)
      implements Serializable {
    record Inner(
        @Setting(value = "path", optional = true, affectsResults = false) String path,
        @Setting("width") int width)
        implements Serializable {}
  }

  /** What results do not depend on has its default in what a cell is named by. */
  @Test
  void identityLeavesOutWhatChangesNothing() {
    Settings<Threads> of =
        Settings.of(
            new StubExperiment<>("threads", new Threads(0.5, 1, new Threads.Inner(null, 3))));
    Threads many = new Threads(0.5, 8, new Threads.Inner("/data", 3));
    String usual = "{\"inner\":{\"path\":null,\"width\":3},\"rate\":0.5,\"threads\":1}";
    assertEquals(usual, of.identity(many));
    assertEquals(usual, of.identity(of.json(many)));
    assertEquals(usual, of.json(of.defaults()));
    assertTrue(of.json(many).contains("\"threads\":8"), "the column config says all");
    assertEquals(
        "{\"inner\":{\"path\":null,\"width\":4},\"rate\":1e-7,\"threads\":1}",
        of.identity("{\"inner\":{\"path\":\"x\",\"width\":4},\"rate\":1e-7,\"threads\":2}"));
  }

  @Test
  void negativeZeroIsZero() {
    Map<String, Assignment> read =
        Assignment.all(
            settings, (YamlValue.Mapping) YamlReader.read("{cap: -0.0, net: {keep: -0}}", "x"));
    SampleConfig config = settings.bind(Assignment.values(read));
    assertEquals(0.0, config.cap());
    assertEquals(Double.doubleToRawLongBits(0.0), Double.doubleToRawLongBits(config.net().keep()));
  }

  record NoSetting(int x) implements Serializable {}

  record BadType(@Setting("a float") float x) implements Serializable {}

  record Clash(@Setting("a") int aB, @Setting("b") Inner a) implements Serializable {
    record Inner(@Setting("b") int b) implements Serializable {}
  }

  @Test
  void recordsThatBreakTheRulesAreNamed() {
    String missing = broken(new NoSetting(1));
    assertTrue(missing.contains("x has no @Setting"), missing);
    assertTrue(broken(new BadType(1)).contains("float"));
    assertTrue(broken(new Clash(1, new Clash.Inner(2))).contains("a.b is already taken"));
  }

  private static <C extends Record & Serializable> String broken(C defaults) {
    return assertThrows(
            IllegalStateException.class,
            () -> Settings.of(new StubExperiment<>("broken", defaults)))
        .getMessage();
  }
}
