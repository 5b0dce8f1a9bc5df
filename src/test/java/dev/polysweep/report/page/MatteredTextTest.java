package dev.polysweep.report.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.metric.statistic.Holm;
import dev.polysweep.metric.statistic.PairedContrast;
import dev.polysweep.metric.statistic.SampleSummary;
import dev.polysweep.metric.statistic.VarianceDesign;
import dev.polysweep.metric.statistic.VarianceShare;
import dev.polysweep.metric.statistic.VarianceShares;
import dev.polysweep.table.Column;
import dev.polysweep.table.row.LevelRow;
import dev.polysweep.table.row.RivalRow;
import dev.polysweep.table.row.ShareRow;
import dev.polysweep.table.row.SummaryRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The sentences say what the data say, and name nothing where the data are noise. */
class MatteredTextTest {

  private static final List<String> LABELS = List.of("4_relu", "4_gelu", "12_relu", "12_gelu");
  private static final Map<String, List<String>> SETTINGS =
      Map.of(
          "hidden", List.of("4", "4", "12", "12"),
          "act", List.of("relu", "gelu", "relu", "gelu"));

  /** A sweep of two settings whose first has an effect, in standard deviations of the noise. */
  private static List<String> sentences(double effect, long seed) {
    Random random = new Random(seed);
    double[][] values = new double[4][10];
    for (int c = 0; c < 4; c++) {
      for (int s = 0; s < 10; s++) {
        values[c][s] = 50 - (c < 2 ? 0 : effect) + random.nextGaussian();
      }
    }
    List<VarianceShare> shares = VarianceShares.of(new VarianceDesign(SETTINGS), values);
    Double[] holm = Holm.adjust(shares.stream().map(VarianceShare::p).toArray(Double[]::new));
    List<ShareRow> shareRows = new ArrayList<>();
    for (int i = 0; i < shares.size(); i++) {
      VarianceShare s = shares.get(i);
      shareRows.add(
          new ShareRow(
              "mse",
              s.source(),
              4,
              10,
              0,
              true,
              s.df(),
              s.share(),
              s.ci95Low(),
              s.ci95High(),
              s.p(),
              holm[i]));
    }
    List<SummaryRow> summary = new ArrayList<>();
    int best = 0;
    for (int c = 0; c < 4; c++) {
      SampleSummary s = SampleSummary.of(values[c]);
      summary.add(
          new SummaryRow(
              LABELS.get(c),
              "mse",
              s.n(),
              s.mean(),
              s.sd(),
              s.sem(),
              s.ci95Low(),
              s.ci95High(),
              s.median(),
              s.min(),
              s.max()));
      best = s.mean() < summary.get(best).mean() ? c : best;
    }
    List<RivalRow> rivals = new ArrayList<>();
    for (int c = 0; c < 4; c++) {
      PairedContrast contrast = PairedContrast.of(values[c], values[best]);
      Double p = c == best ? null : Double.valueOf(contrast.p() / 2);
      rivals.add(
          new RivalRow(
              "mse",
              LABELS.get(c),
              LABELS.get(best),
              10,
              summary.get(c).mean(),
              contrast.delta(),
              contrast.ci95Low(),
              contrast.ci95High(),
              p,
              p == null ? null : Math.min(1, 3 * p),
              p == null || 3 * p >= 0.05));
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
            new Mattered(shareRows, List.of(), rivals));
    ReportInput.Facts facts =
        new ReportInput.Facts("s", "fake", "", LABELS, null, 10, 40, 0, 0, Map.of());
    Column mse = Column.metric("mse", "", "error", "").lowIsGood();
    return MatteredText.of(new ReportInput(facts, tables, List.of("mse"), List.of(mse), List.of()));
  }

  @Test
  void theSettingThatMatteredIsNamedWithItsShare() {
    List<String> said = sentences(4, 1);
    assertTrue(said.get(0).startsWith("Of the variance of mse, hidden explains "), said.get(0));
    assertFalse(said.get(0).contains("act"), said.get(0));
    assertTrue(said.get(1).startsWith("Lowest mse: 12_"), said.get(1));
    assertTrue(said.get(1).contains("1 of the other 3 cannot be told from it"), said.get(1));
  }

  /** Of 200 sweeps of noise, one in twenty may name something (Holm), and one a configuration. */
  @Test
  void noiseNamesNothing() {
    int settings = 0;
    int configurations = 0;
    for (int sweep = 0; sweep < 200; sweep++) {
      List<String> said = sentences(0, 100 + sweep);
      settings += said.get(0).contains("o single setting’s share") ? 0 : 1;
      configurations += said.size() - 1;
    }
    // Three standard errors of 5 % of 200 are 9.
    assertTrue(settings <= 19, settings + " sweeps of noise name a setting");
    assertTrue(configurations <= 40, configurations + " sweeps of noise name a best configuration");
  }

  @Test
  void withoutTablesNothingIsSaid() {
    assertEquals(List.of(), MatteredText.of(SyntheticSweep.of(3, 3)));
  }

  @Test
  void oneSeedIsSaidToTellNothing() {
    assertEquals(
        List.of("One seed cannot tell a difference between configurations from chance."),
        MatteredText.of(SyntheticSweep.of(3, 1)));
    assertEquals(List.of(), MatteredText.of(SyntheticSweep.of(1, 1)), "nothing to compare");
  }

  private static ShareRow share(String source, double share, double p) {
    return new ShareRow("mse", source, 8, 10, 0, true, 1, share, share, share, p, p);
  }

  private static List<String> said(List<ShareRow> shares, List<RivalRow> rivals) {
    return said(shares, List.of(), rivals);
  }

  private static LevelRow level(String setting, String value, double mean) {
    return new LevelRow(
        "mse",
        setting,
        value,
        1,
        10,
        mean,
        mean - 0.02,
        mean + 0.02,
        value,
        null,
        null,
        null,
        null,
        null);
  }

  private static List<String> said(
      List<ShareRow> shares, List<LevelRow> levels, List<RivalRow> rivals) {
    List<String> labels = rivals.stream().map(RivalRow::label).toList();
    Map<String, Map<String, Object>> settings = new LinkedHashMap<>();
    for (String label : labels) {
      String[] values = label.split("_");
      settings.put(label, Map.of("hidden", Integer.valueOf(values[0]), "act", values[1]));
    }
    List<SummaryRow> summary = new ArrayList<>();
    for (String label : labels.isEmpty() ? List.of("x") : labels) {
      summary.add(new SummaryRow(label, "mse", 10, 1, 0.1, 0.01, 0.9, 1.1, 1, 0.8, 1.2));
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
            new Mattered(shares, levels, rivals));
    ReportInput.Facts facts =
        new ReportInput.Facts("s", "fake", "", labels, null, 10, 80, 0, 0, Map.of());
    Column mse = Column.metric("mse", "", "error", "").lowIsGood();
    return MatteredText.of(
        new ReportInput(
            facts,
            tables,
            List.of("mse"),
            List.of(mse),
            List.of(),
            new Details(settings, List.of(), List.of()),
            List.of()));
  }

  /** A share can be surely above 0 and too small to matter. */
  @Test
  void aShareThatRoundsToNothingHasNoName() {
    assertEquals(
        List.of("Settings explain less than 0.5 % of the variance of mse."),
        said(List.of(share("act", 0.001, 1e-9), share("hidden", 0.002, 1e-9)), List.of()));
    assertEquals(
        List.of(
            "Of the variance of mse, hidden explains 40 % [40, 40], and 1 other explains less."),
        said(List.of(share("act", 0.001, 1e-9), share("hidden", 0.4, 1e-9)), List.of()));
  }

  /** The setting that matters is named with the values between which the means lie. */
  @Test
  void theMeansOfTheSettingAreSaid() {
    List<LevelRow> levels =
        List.of(
            level("hidden", "4", 0.5),
            level("hidden", "64", 0.125),
            level("hidden", "8", 0.25),
            level("act", "relu", 0.1));
    assertEquals(
        "Of the variance of mse, hidden explains 40 % [40, 40] (mean 0.125 at 64, 0.500 at 4).",
        said(List.of(share("hidden", 0.4, 1e-9)), levels, List.of()).get(0));
    ShareRow noGrid = new ShareRow("mse", "hidden", 8, 10, 0, false, 1, 0.4, 0.4, 0.4, 1e-9, 1e-9);
    assertEquals(
        "Of the variance of mse, hidden explains 40 % [40, 40].",
        said(List.of(noGrid), levels, List.of()).get(0));
  }

  @Test
  void manyRivalsAreDescribedByWhatTheyShare() {
    List<RivalRow> rivals = new ArrayList<>();
    for (String label : List.of("16_relu", "16_gelu", "16_tanh", "16_selu", "4_relu", "4_gelu")) {
      boolean may = label.startsWith("16");
      rivals.add(new RivalRow("mse", label, "16_relu", 10, 1, 0, 0.0, 0.0, 0.5, 0.5, may));
    }
    assertEquals(
        "Lowest mse: hidden = 16, relu, 1.00 [0.90, 1.10]; 3 of the other 5 cannot be told from"
            + " it; all of them have hidden = 16.",
        said(List.of(), rivals).get(0));
  }
}
