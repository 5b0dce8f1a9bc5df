package dev.polysweep.report.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.report.draw.Figure;
import dev.polysweep.report.draw.FileNames;
import dev.polysweep.report.draw.SvgWriter;
import dev.polysweep.report.page.Details;
import dev.polysweep.report.page.Finding;
import dev.polysweep.report.page.ReportInput;
import dev.polysweep.report.page.Section;
import dev.polysweep.table.row.SummaryRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The page of sparse autoencoders from made-up summaries. */
class MonosemanticPageTest {

  private final MonosemanticPage page = new MonosemanticPage();
  private final Map<String, Map<String, Object>> settings = new LinkedHashMap<>();
  private final List<SummaryRow> summary = new ArrayList<>();

  private void label(String label, String architecture, double l1, double expansion, double mmcs) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("sae_architecture", architecture);
    values.put("sae_l1_coefficient", l1);
    values.put("sae_expansion", expansion);
    values.put("sae_k", 5L);
    settings.put(label, values);
    row(label, "mmcs", mmcs);
    row(label, "f1", mmcs - 0.1);
    row(label, "l0", 1 / l1);
  }

  private void row(String label, String metric, double mean) {
    summary.add(
        new SummaryRow(
            label, metric, 5, mean, 0.01, 0.005, mean - 0.01, mean + 0.01, mean, mean, mean));
  }

  private ReportInput input() {
    ReportInput.Tables tables =
        new ReportInput.Tables(summary, List.of(), List.of(), List.of(), List.of(), List.of());
    return new ReportInput(
        new ReportInput.Facts(
            "s", "monosemantic", "", List.copyOf(settings.keySet()), null, 5, 1, 0, 0, Map.of()),
        tables,
        List.of("mmcs"),
        List.of(),
        List.of(),
        new Details(settings, List.of(), List.of()),
        List.of());
  }

  private List<String> said() {
    return page.findings(input().tables(), input().details()).stream().map(Finding::text).toList();
  }

  @Test
  void theCurveOverTheCoefficientIsAFigure() {
    for (double l1 : new double[] {1, 0.1, 0.01}) { // not in order
      label("two" + l1, "l1", l1, 2, l1 == 0.1 ? 0.9 : 0.6);
      label("four" + l1, "l1", l1, 4, l1 == 0.1 ? 0.97 : 0.7);
    }
    List<Section> sections = page.sections(input(), new FileNames());
    assertEquals(1, sections.size());
    Figure figure = sections.get(0).figures().get(0);
    assertEquals("sparsity_l1", figure.name());
    assertTrue(figure.alt().contains("expansion 4: largest mmcs 0.970 at 0.100"), figure.alt());
    String svg = SvgWriter.document(figure);
    for (String text : List.of(">mmcs<", ">f1<", ">l0<", ">expansion 2<", ">0.01<", ">1<")) {
      assertTrue(svg.contains(text), text);
    }
  }

  private void stored(String label, String architecture, double l0, double explained) {
    label(label, architecture, 0.1, 4, Double.NaN);
    settings.get(label).put("data_source", "activations");
    settings.get(label).put("data_d_in", 512L);
    summary.removeIf(row -> row.label().equals(label));
    row(label, "l0", l0);
    row(label, "explained_variance", explained);
    row(label, "dead_features", 7);
  }

  @Test
  void aTransformersActivationsAreJudgedByWhatIsExplained() {
    stored("many", "topk", 32, 0.93);
    stored("few", "topk", 16, 0.85);
    stored("l1", "l1", 40, 0.9);
    List<Section> sections = page.sections(input(), new FileNames());
    assertEquals(List.of("frontier"), sections.stream().map(Section::id).toList());
    Figure figure = sections.get(0).figures().get(0);
    assertTrue(
        figure.alt().contains("topk, 2,048 latents: largest explained_variance 0.930 at 32"),
        figure.alt());
    List<String> said = said();
    assertEquals(2, said.size());
    assertTrue(
        said.get(0)
            .startsWith(
                "Highest mean explained variance of topk over 5 seeds: many, explained_variance 0.93"),
        said.get(0));
    assertTrue(said.get(1).startsWith("l1 over 5 seeds: explained_variance 0.90"), said.get(1));
  }

  private void trained(String label, long steps, long latents, double explained) {
    stored(label, "topk", 16, explained);
    settings.get(label).put("sae_steps", steps);
    settings.get(label).put("sae_batch", 1024L);
    settings.get(label).put("sae_d_sae", latents);
    row(label, "mse", 1 - explained);
  }

  @Test
  void tokensAndWidthsAreCurves() {
    for (long steps : new long[] {10_000, 100, 1000}) { // not in order
      trained("short" + steps, steps, 512, 0.8 + steps * 1e-5);
      trained("wide" + steps, steps, 1024, 0.85 + steps * 1e-5);
    }
    trained("widest", 100, 2048, 0.87);
    List<Section> sections = page.sections(input(), new FileNames());
    assertEquals(List.of("scaling"), sections.stream().map(Section::id).toList());
    Figure tokens = sections.get(0).figures().get(0);
    assertEquals("scaling_tokens", tokens.name());
    assertTrue(
        tokens.alt().contains("topk, 512 latents: largest explained_variance 0.900 at 1.02e7"),
        tokens.alt());
    Figure latents = sections.get(0).figures().get(1);
    assertEquals("scaling_latents", latents.name());
    assertTrue(
        latents.alt().contains("topk, 102,400 tokens: largest explained_variance 0.870 at 2048"),
        latents.alt());
    String svg = SvgWriter.document(latents);
    for (String text : List.of(">explained_variance<", ">mse<", ">dead_features<", ">latents<")) {
      assertTrue(svg.contains(text), text);
    }
  }

  /** What else differs would be drawn as if the number of tokens had done it. */
  @Test
  void whereSomethingElseIsSweptTokensAreNoCurve() {
    trained("a", 100, 512, 0.8);
    trained("b", 1000, 512, 0.9);
    trained("c", 10_000, 512, 0.95);
    trained("other rate", 1000, 512, 0.7);
    assertEquals(List.of(), page.sections(input(), new FileNames()));
  }

  @Test
  void twoPointsAreNoCurve() {
    label("a", "l1", 0.1, 2, 0.9);
    label("b", "l1", 1, 2, 0.9);
    label("c", "topk", 1, 2, 0.9);
    assertEquals(List.of(), page.sections(input(), new FileNames()));
  }

  @Test
  void theBestOfEachArchitectureIsNamed() {
    label("a", "l1", 0.1, 2, 0.9);
    label("b", "l1", 1, 2, 0.95);
    label("c", "topk", 1, 2, 0.8);
    List<String> said = said();
    assertEquals(2, said.size());
    assertTrue(
        said.get(0).startsWith("Highest mean mmcs of l1 over 5 seeds: b, mmcs 0.95"), said.get(0));
    assertTrue(said.get(0).contains("f1 0.85"), said.get(0));
    assertTrue(said.get(1).startsWith("topk over 5 seeds: mmcs 0.80"), said.get(1));
  }

  /** Of configurations that differ by chance alone none is said to be best. */
  @Test
  void amongEqualsNoneIsNamed() {
    java.util.Random random = new java.util.Random(5);
    for (int i = 0; i < 6; i++) {
      label("n" + i, "l1", 0.1 + i, 2, 0.9 + 0.001 * random.nextGaussian());
    }
    assertEquals(
        "The 6 configurations of l1 cannot be told apart by their mean mmcs over 5 seeds.",
        said().get(0));
    label("poor", "l1", 8, 2, 0.5);
    assertTrue(
        said().get(0).endsWith(" The intervals of 5 other configurations reach its mean."),
        said().get(0));
    label("far", "l1", 9, 2, 0.99);
    assertFalse(said().get(0).contains("reach"), said().get(0));
  }

  /** mmcs cannot be near 1 for all features where there are fewer latents. */
  @Test
  void narrowDictionariesAreComparedByMcc() {
    label("a", "l1", 0.1, 2, 0.9);
    label("b", "l1", 1, 2, 0.5);
    row("a", "mcc", 0.3);
    row("b", "mcc", 0.4);
    assertTrue(said().get(0).contains("mmcs of l1 over 5 seeds: a"), said().get(0));
    settings.get("a").put("data_n_features", 100L);
    settings.get("a").put("data_d_in", 20L); // 40 latents
    assertTrue(said().get(0).contains("mcc of l1 over 5 seeds: b, mcc 0.40"), said().get(0));
    settings.get("a").put("sae_d_sae", 100L);
    assertTrue(said().get(0).contains("mean mmcs of l1"), said().get(0));
  }
}
