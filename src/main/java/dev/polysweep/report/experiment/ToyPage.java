package dev.polysweep.report.experiment;

import dev.polysweep.report.chart.FractionPlot;
import dev.polysweep.report.chart.PhaseMap;
import dev.polysweep.report.chart.Polygon;
import dev.polysweep.report.draw.Figure;
import dev.polysweep.report.draw.FileNames;
import dev.polysweep.report.page.Details;
import dev.polysweep.report.page.ExperimentPage;
import dev.polysweep.report.page.Finding;
import dev.polysweep.report.page.ReportInput;
import dev.polysweep.report.page.Section;
import dev.polysweep.table.ArrayKey;
import dev.polysweep.table.CellValues;
import dev.polysweep.table.row.ArrayRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The page of the toy-model experiment: polygons in two hidden dimensions, fractions of a dimension
 * in more than two, and the phase map.
 */
public final class ToyPage implements ExperimentPage {

  private static final String PROBABILITY = "feature_probability";
  private static final int MOST_PANELS = 36;

  @Override
  public String experiment() {
    return "toy";
  }

  @Override
  public List<String> metrics() {
    return ToyFindings.METRICS;
  }

  @Override
  public List<String> arrays() {
    return List.of("W", "dim_fracs");
  }

  /** The steps of the cells that the figure of polygons shows. */
  @Override
  public List<ArrayKey> arraysOf(Details details) {
    return planar(details).stream()
        .map(
            label ->
                new ArrayKey(
                    label, Polygon.typical(details.cells(label)).seed(), PolygonSection.STEPS))
        .toList();
  }

  @Override
  public List<Finding> findings(Details details) {
    return new ToyFindings(details).all();
  }

  /**
   * Returns the labels of the models in two dimensions, none if they are too many for one figure.
   */
  private static List<String> planar(Details details) {
    List<String> planar =
        details.labels().stream()
            .filter(label -> details.number(label, "n_hidden") == 2)
            .filter(label -> !details.cells(label).isEmpty())
            .toList();
    return planar.size() <= MOST_PANELS ? planar : List.of();
  }

  @Override
  public List<Section> sections(ReportInput input, FileNames names) {
    Details details = input.details();
    List<Section> sections = new ArrayList<>();
    List<String> planar = planar(details);
    if (!planar.isEmpty()) {
      sections.add(new PolygonSection(input, planar).section(names));
    }
    fractions(details, names).ifPresent(sections::add);
    phaseMap(details, names).ifPresent(sections::add);
    return sections;
  }

  private static Optional<Section> fractions(Details details, FileNames names) {
    Map<Double, List<double[]>> byProbability = new TreeMap<>();
    for (String label : details.labels()) {
      double probability = details.number(label, PROBABILITY);
      if (details.number(label, "n_hidden") > 2 && probability > 0) {
        for (ArrayRow row : details.arrays(label, "dim_fracs")) {
          double[] values = new double[row.data().length];
          Arrays.setAll(values, i -> row.data()[i]);
          byProbability.computeIfAbsent(probability, p -> new ArrayList<>()).add(values);
        }
      }
    }
    if (byProbability.size() < 2) {
      return Optional.empty();
    }
    List<FractionPlot.Column> columns = new ArrayList<>();
    byProbability.forEach(
        (probability, cells) ->
            columns.add(
                new FractionPlot.Column(
                    probability, cells.stream().flatMapToDouble(Arrays::stream).toArray())));
    String title = "Fraction of a dimension that a feature has to itself";
    String alt =
        "Distribution of D_i over features at " + columns.size() + " feature probabilities.";
    return Optional.of(
        new Section(
            "fractions",
            "Fractions of a dimension",
            "A feature alone has D_i = 1, one of an antipodal pair 1/2, of a triangle 2/3, of a"
                + " tetrahedron 3/4, of a pentagon 2/5, of a square antiprism 3/8.",
            List.of(
                new Figure(
                    names.of("fractions"), title, alt, new FractionPlot(columns).draw(title)))));
  }

  private static Optional<Section> phaseMap(Details details, FileNames names) {
    Map<List<Double>, PhaseMap.Point> points = new HashMap<>();
    TreeSet<Double> probabilities = new TreeSet<>();
    TreeSet<Double> importances = new TreeSet<>();
    for (String label : details.labels()) {
      boolean onMap =
          details.number(label, "n_features") == 2
              && details.number(label, "n_hidden") == 1
              && details.text(label, "importance").equals("null");
      List<CellValues> cells = onMap ? details.cells(label) : List.of();
      double probability = details.number(label, PROBABILITY);
      if (!cells.isEmpty() && probability > 0) {
        double importance = details.number(label, "importance_decay");
        probabilities.add(probability);
        importances.add(importance);
        points.put(
            List.of(probability, importance),
            new PhaseMap.Point(
                ToyFindings.mean(cells, "extra_norm"), ToyFindings.mean(cells, "extra_overlap")));
      }
    }
    if (probabilities.size() < 2 || importances.size() < 2) {
      return Optional.empty();
    }
    String title = "The second of two features in one dimension";
    PhaseMap map = new PhaseMap(List.copyOf(probabilities), List.copyOf(importances), points);
    String alt =
        "Phase map of "
            + importances.size()
            + " relative importances by "
            + probabilities.size()
            + " feature probabilities, with the closed-form boundaries.";
    return Optional.of(
        new Section(
            "phases",
            "Phase map",
            "Lines: where the closed-form costs of ignoring the feature, of giving it the dimension"
                + " and of sharing the dimension as antipodes are equal.",
            List.of(new Figure(names.of("phase_map"), title, alt, map.draw(title)))));
  }
}
