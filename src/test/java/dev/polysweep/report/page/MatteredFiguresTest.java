package dev.polysweep.report.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.report.draw.Figure;
import dev.polysweep.report.draw.FileNames;
import dev.polysweep.report.draw.SvgWriter;
import dev.polysweep.table.row.LevelRow;
import dev.polysweep.table.row.ShareRow;
import dev.polysweep.table.row.SummaryRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Figures of what mattered say what the design of a sweep allows to say. */
class MatteredFiguresTest {

  private final Map<String, Map<String, Object>> settings = new LinkedHashMap<>();
  private int seeds = 10;

  private void label(String label, String act, long width) {
    settings.put(label, Map.of("act", act, "width", width));
  }

  private static SummaryRow row(String label, String metric, double mean) {
    return new SummaryRow(
        label, metric, 10, mean, 1.0, 0.3, mean - 0.6, mean + 0.6, mean, mean, mean);
  }

  /** The input of a sweep in whose metrics mse and l0 all configurations differ and are alike. */
  private MatteredFigures figures(List<ShareRow> shares, String... metrics) {
    List<SummaryRow> summary = new ArrayList<>();
    List<LevelRow> levels = new ArrayList<>();
    List<String> labels = List.copyOf(settings.keySet());
    for (String metric : metrics) {
      labels.forEach(
          label ->
              summary.add(
                  row(label, metric, metric.equals("l0") ? 16 : 2 + labels.indexOf(label))));
      for (String setting : List.of("act", "width")) {
        Set<String> values = new LinkedHashSet<>();
        settings.values().forEach(of -> values.add(String.valueOf(of.get(setting))));
        for (String value : values) {
          levels.add(
              new LevelRow(
                  metric, setting, value, 1, 10, 3, 2.5, 3.5, "", null, null, null, null, null));
        }
      }
    }
    ReportInput.Tables tables =
        new ReportInput.Tables(
            summary,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            new Mattered(shares, levels, List.of()));
    ReportInput.Facts facts =
        new ReportInput.Facts("s", "none", "", labels, null, seeds, 10, 0, 0, Map.of());
    Details details = new Details(settings, List.of(), List.of());
    return new MatteredFigures(
        new ReportInput(facts, tables, List.of(metrics), List.of(), List.of(), details, List.of()),
        new FileNames());
  }

  private String levels() {
    return SvgWriter.document(figures(List.of(), "mse", "l0").levels().orElseThrow());
  }

  @Test
  void aGridShowsTheEffectOfEachSetting() {
    for (String act : List.of("relu", "gelu")) {
      label(act + "_4", act, 4);
      label(act + "_8", act, 8);
    }
    String svg = levels();
    assertTrue(svg.contains("Effect of each setting at its values"), svg);
    assertTrue(svg.contains("averaged over all other settings"), svg);
    assertTrue(svg.contains("the same everywhere, so left out: l0"), svg);
    assertEquals(
        List.of("map_mse"),
        figures(List.of(), "mse", "l0").maps().stream().map(Figure::name).toList(),
        "nor is there a map of what is the same everywhere");
  }

  /** Where values come together, nobody knows which of them made the difference. */
  @Test
  void settingsThatVaryTogetherShareAPanel() {
    label("a", "relu", 4);
    label("b", "gelu", 8);
    String svg = levels();
    assertTrue(svg.contains("Metrics over act &amp; width"), svg);
    assertTrue(svg.contains(">relu, 4<") && svg.contains(">gelu, 8<"), svg);
    assertFalse(svg.contains("averaged over"), svg);
  }

  @Test
  void withoutAGridNoEffectIsClaimed() {
    label("a", "relu", 4);
    label("b", "gelu", 8);
    label("c", "gelu", 4);
    String svg = levels();
    assertTrue(svg.contains("Metrics over the values of each setting"), svg);
    assertTrue(svg.contains("which may differ in other settings"), svg);
    assertFalse(svg.contains("averaged over"), svg);
  }

  @Test
  void ofOneSeedThereIsNoMeanOverSeeds() {
    seeds = 1;
    label("a", "relu", 4);
    label("b", "relu", 8);
    String svg = levels();
    assertTrue(svg.contains("dot: the one seed"), svg);
    assertFalse(svg.contains("over seeds"), svg);
  }

  /** Names are whole, and what has no room is named. */
  @Test
  void metricsWithoutRoomAreNamed() {
    label("a", "relu", 4);
    label("b", "relu", 8);
    String[] metrics = new String[8];
    List<ShareRow> shares = new ArrayList<>();
    for (int m = 0; m < metrics.length; m++) {
      metrics[m] = "named_fractions_represented_" + m;
      String source = "optimizer_lr_width & optimizer_bias_decay_factor";
      shares.add(new ShareRow(metrics[m], source, 2, 10, 0, true, 1, 0.5, 0.4, 0.6, 0.001, 0.001));
    }
    Figure figure = figures(shares, metrics).shares().orElseThrow();
    String svg = SvgWriter.document(figure);
    assertTrue(
        svg.contains("not here: named_fractions_represented_6, named_fractions_represented_7"),
        svg);
    assertTrue(svg.contains(">optimizer_bias_decay_factor<"), svg);
    assertFalse(svg.contains("…"), svg);
  }
}
