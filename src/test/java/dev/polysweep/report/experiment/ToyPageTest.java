package dev.polysweep.report.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.polysweep.report.chart.Polygon;
import dev.polysweep.report.draw.Figure;
import dev.polysweep.report.draw.FileNames;
import dev.polysweep.report.draw.SvgWriter;
import dev.polysweep.report.explorer.Widget;
import dev.polysweep.report.law.toy.PhaseDiagram;
import dev.polysweep.report.page.Details;
import dev.polysweep.report.page.ExperimentPage;
import dev.polysweep.report.page.ReportInput;
import dev.polysweep.table.ArrayKey;
import dev.polysweep.table.CellValues;
import dev.polysweep.table.row.ArrayRow;
import dev.polysweep.table.row.CurveRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The toy experiment's findings and figures from made-up cells. */
class ToyPageTest {

  private final ToyPage page = new ToyPage();
  private final Map<String, Map<String, Object>> settings = new LinkedHashMap<>();
  private final List<CellValues> cells = new ArrayList<>();
  private final List<ArrayRow> arrays = new ArrayList<>();

  private void label(String label, String activation, long features, long hidden, double s) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("activation", activation);
    values.put("n_features", features);
    values.put("n_hidden", hidden);
    values.put("feature_probability", s);
    values.put("importance_decay", 1.0);
    values.put("importance", null);
    settings.put(label, values);
  }

  private void planar(String label, long seed, double represented, double gapSd, double error) {
    cells.add(
        new CellValues(
            label,
            seed,
            Map.of(
                "represented_features", represented,
                "angle_gap_sd", gapSd,
                "projection_error", error)));
    arrays.add(
        new ArrayRow(
            "id" + seed, label, seed, "W", 2, 3, new float[] {1, -.5f, -.5f, 0, .9f, -.9f}));
  }

  private Details details() {
    return new Details(settings, cells, arrays);
  }

  private ReportInput input() {
    List<CurveRow> curves = new ArrayList<>();
    for (String label : settings.keySet()) {
      for (int step : new int[] {1, 50, 100}) {
        curves.add(new CurveRow(label, "train", step, "loss", 3, 1.0 / step, null, null));
      }
    }
    return new ReportInput(
        new ReportInput.Facts(
            "t", "toy", "s", List.copyOf(settings.keySet()), null, 3, cells.size(), 0, 0, Map.of()),
        new ReportInput.Tables(
            List.of(), List.of(), List.of(), curves, List.of(), List.of(), List.of(), List.of()),
        List.of(),
        List.of(),
        List.of(),
        details(),
        List.of());
  }

  private List<Figure> figures(String section) {
    return page.sections(input(), new FileNames()).stream()
        .filter(s -> s.id().equals(section))
        .flatMap(s -> s.figures().stream())
        .toList();
  }

  @Test
  void polygonsHaveNames() {
    assertEquals("pentagon (5 of 6)", new Polygon(5, true).name(6));
    assertEquals("square", new Polygon(4, true).name(4));
    assertEquals("3 uneven", new Polygon(3, false).name(3));
    assertEquals("9-gon", new Polygon(9, true).name(9));
    assertEquals("pair (2 of 4)", new Polygon(2, true).name(4));
    assertEquals("1 of 4", new Polygon(1, false).name(4));
    assertEquals("3 of 5, uneven", new Polygon(3, false).name(5));
  }

  @Test
  void theTypicalCellIsTheMiddleOneOfTheCommonest() {
    planar("a", 0, 5, 0.1, 0);
    planar("a", 1, 5, 0.9, 0);
    planar("a", 2, 4, 0.2, 0);
    planar("a", 3, 5, 0.5, 0);
    assertEquals(3, Polygon.typical(cells).seed());
    assertEquals(Map.of(new Polygon(5, true), 3, new Polygon(4, true), 1), Polygon.census(cells));
  }

  @Test
  void theCensusIsAFigureAndAFinding() {
    label("six", "relu", 6, 2, 0.03);
    planar("six", 0, 5, 0.1, 0);
    planar("six", 1, 5, 0.1, 0);
    planar("six", 2, 6, 0.1, 0);
    String said = page.findings(details()).get(0).measured();
    assertTrue(said.contains("6 features: pentagon (5 of 6) in 2, hexagon in 1 of 3"), said);
    List<Figure> figures = figures("polygons");
    assertEquals(List.of("plane", "census"), figures.stream().map(Figure::name).toList());
    assertEquals("six: pentagon (5 of 6) 2, hexagon 1.", figures.get(1).alt());
    assertTrue(SvgWriter.document(figures.get(1)).contains(">67</text>"));
  }

  @Test
  void theStepsOfTheTypicalSeedCanBeScrubbed() {
    label("three", "relu", 3, 2, 0.03);
    planar("three", 4, 3, 0.1, 0);
    planar("three", 7, 3, 0.2, 0);
    planar("three", 9, 3, 0.3, 0);
    assertEquals(
        List.of(new ArrayKey("three", 7, "W_steps")), page.arraysOf(details()), "the middle one");
    float[] steps = new float[3 * 2 * 3];
    steps[0] = 0.12345f; // W[0, 0] at step 1
    steps[2 * 6 + 5] = -1; // W[1, 2] at step 100
    arrays.add(new ArrayRow("id7", "three", 7, "W_steps", 6, 3, steps));
    List<Widget> widgets = page.sections(input(), new FileNames()).get(0).widgets();
    assertTrue(widgets.get(0).html().contains("triangle: seeds 4 7 9"), widgets.get(0).html());
    String json = widgets.get(1).json();
    assertTrue(json.startsWith("{\"steps\":[1,50,100],"), json);
    assertTrue(json.contains("three: triangle in 3 of 3 seeds, seed 7"), json);
    assertTrue(json.contains("\"frames\":[[0.123,0.0,0.0,0.0,0.0,0.0],"), json);
    assertTrue(json.endsWith("[0.0,0.0,0.0,0.0,0.0,-1.0]]}]}"), json);
    arrays.remove(arrays.size() - 1);
    assertEquals(1, page.sections(input(), new FileNames()).get(0).widgets().size(), "no steps");
  }

  @Test
  void onlyClearPointsOfTheMapAreCompared() {
    double[][] points = {{0, 0, 0.5}, {2, 2, 0.5}, {1, 2, 0.5}, {1, 2, 0.05}};
    for (int i = 0; i < points.length; i++) {
      label("p" + i, "relu", 2, 1, i < 2 ? 0.1 : 0.5);
      settings.get("p" + i).put("importance_decay", i % 2 == 0 ? 0.5 : 2.0);
      cells.add(
          new CellValues(
              "p" + i,
              0,
              Map.of(
                  "phase", points[i][0],
                  "phase_predicted", points[i][1],
                  "phase_margin", points[i][2],
                  "extra_norm", 1.0,
                  "extra_overlap", 0.0)));
    }
    assertEquals(2 / 3.0, new PhaseDiagram().read(details()).get(0).measured().mid(), 1e-12);
    Figure map = figures("phases").get(0);
    assertTrue(SvgWriter.document(map).contains("#2f7fb8"), "all four have the dimension");
    assertEquals("phase_map", map.name());
  }

  @Test
  void fractionsAgainstProbability() {
    label("dense", "relu", 6, 3, 1);
    label("sparse", "relu", 6, 3, 0.1);
    for (String label : settings.keySet()) {
      cells.add(
          new CellValues(
              label, 0, Map.of("named_fractions", 0.25, "named_fractions_represented", 0.75)));
      float[] dimFracs = {0.5f, 0.5f, 1, Float.NaN, 0, 0.4f};
      arrays.add(new ArrayRow("id", label, 0, "dim_fracs", 1, 6, dimFracs));
    }
    String said = page.findings(details()).get(0).measured();
    assertTrue(said.startsWith("25.0 % of features"), said);
    assertTrue(said.contains("75.0 % of the represented"), said);
    String svg = SvgWriter.document(figures("fractions").get(0));
    for (String name : List.of("3/8", "2/5", "1/2", "2/3", "3/4")) {
      assertTrue(svg.contains(">" + name + "</text>"), name);
    }
  }

  @Test
  void otherExperimentsHaveNoSuchSections() {
    assertFalse(ExperimentPage.of("taming") instanceof ToyPage);
    assertEquals(List.of(), ExperimentPage.of("else").sections(details(), new FileNames()));
    assertEquals(List.of(), ExperimentPage.of("else").findings(details()));
    assertEquals(List.of(), page.sections(Details.NONE, new FileNames()));
    assertEquals(List.of(), page.findings(Details.NONE));
  }
}
