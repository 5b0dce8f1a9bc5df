package dev.polysweep.report.experiment;

import dev.polysweep.report.chart.CensusChart;
import dev.polysweep.report.chart.FeaturePlane;
import dev.polysweep.report.chart.Polygon;
import dev.polysweep.report.draw.Escape;
import dev.polysweep.report.draw.Figure;
import dev.polysweep.report.draw.FileNames;
import dev.polysweep.report.explorer.Training;
import dev.polysweep.report.explorer.Widget;
import dev.polysweep.report.page.Details;
import dev.polysweep.report.page.ReportInput;
import dev.polysweep.report.page.Section;
import dev.polysweep.report.page.Titles;
import dev.polysweep.table.CellValues;
import dev.polysweep.table.row.ArrayRow;
import dev.polysweep.table.row.CurveRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The section on toy models in two dimensions: the arrows of the typical seed of each
 * configuration, the census of polygons over seeds with the seeds themselves, and the arrows while
 * the typical seed trained.
 */
final class PolygonSection {

  /** Name of the array that holds the matrices W of all logged steps, one below the other. */
  static final String STEPS = "W_steps";

  /** Greatest number of seeds that are named for each polygon of a configuration. */
  private static final int MOST_SEEDS = 12;

  private final ReportInput input;
  private final Details details;
  private final Titles titles;
  private final List<String> labels;

  /**
   * @param input everything from which the report is made
   * @param labels the configurations in two dimensions, each with a cell that ended well
   */
  PolygonSection(ReportInput input, List<String> labels) {
    this.input = input;
    details = input.details();
    titles = new Titles(details);
    this.labels = labels;
  }

  Section section(FileNames names) {
    List<Figure> figures = new ArrayList<>();
    plane(names).ifPresent(figures::add);
    figures.add(census(names));
    List<Widget> widgets = new ArrayList<>(List.of(Widget.of(seeds())));
    training().ifPresent(widgets::add);
    return new Section(
        "polygons",
        "Polygons",
        "The arrows show the commonest outcome of each configuration, the census how common each"
            + " outcome is over its seeds.",
        figures,
        widgets);
  }

  private Optional<Figure> plane(FileNames names) {
    List<String> outcomes = new ArrayList<>();
    List<ArrayRow> models = new ArrayList<>();
    for (String label : labels) {
      details
          .array(label, typical(label).seed(), "W")
          .ifPresent(
              w -> {
                models.add(w);
                outcomes.add(outcome(label));
              });
    }
    if (models.isEmpty()) {
      return Optional.empty();
    }
    String title = "Features in two dimensions, the typical seed";
    FeaturePlane plane =
        new FeaturePlane(
            title,
            "of the seeds with the commonest polygon, the middle one by the sd of its angles; blue:"
                + " represented, which is longer than 0.5; circle: length 1",
            outcomes,
            models);
    String alt = "Arrows, one a feature. " + String.join("; ", outcomes) + ".";
    return Optional.of(new Figure(names.of("plane"), title, alt, plane.draw()));
  }

  private CellValues typical(String label) {
    return Polygon.typical(details.cells(label));
  }

  /** Says what the typical cell of a label forms and how many cells form the same. */
  private String outcome(String label) {
    List<CellValues> cells = details.cells(label);
    Polygon polygon = Polygon.of(typical(label));
    return titles.of(label)
        + ": "
        + polygon.name(features(label)).replace(" of ", "\u00a0of\u00a0") // on one line
        + " in "
        + Polygon.census(cells).get(polygon)
        + " of "
        + cells.size()
        + (cells.size() == 1 ? " seed" : " seeds");
  }

  private int features(String label) {
    return (int) details.number(label, "n_features");
  }

  private Figure census(FileNames names) {
    CensusChart chart =
        new CensusChart(
            labels.stream()
                .map(
                    label ->
                        new CensusChart.Row(
                            titles.of(label),
                            features(label),
                            Polygon.census(details.cells(label))))
                .toList());
    String title = "Polygons over seeds";
    return new Figure(names.of("census"), title, chart.alt(), chart.draw(title));
  }

  /** Returns a folded list of the seeds that form each polygon, with links to their runs. */
  private String seeds() {
    StringBuilder out = new StringBuilder("<details><summary>Which seeds form what</summary>\n");
    List<String> all = details.labels();
    for (String label : labels) {
      Map<Polygon, List<Long>> byPolygon = new TreeMap<>();
      for (CellValues cell : details.cells(label)) {
        byPolygon.computeIfAbsent(Polygon.of(cell), p -> new ArrayList<>()).add(cell.seed());
      }
      out.append("<p><strong>").append(Escape.xml(titles.of(label))).append("</strong>");
      byPolygon.forEach(
          (polygon, seeds) -> {
            out.append("; ").append(polygon.name(features(label))).append(": ");
            out.append(seeds.size() == 1 ? "seed" : "seeds");
            seeds.stream()
                .limit(MOST_SEEDS)
                .forEach(seed -> out.append(' ').append(link(all.indexOf(label), seed)));
            int more = seeds.size() - MOST_SEEDS;
            out.append(more > 0 ? " and " + more + " more" : "");
          });
      out.append("</p>\n");
    }
    return out + "</details>\n";
  }

  /** Returns a seed as a link to its run in the explorer, if the page has one. */
  private String link(int label, long seed) {
    return details.runs().rows().isEmpty()
        ? Long.toString(seed)
        : "<a href=\"#explorer\" data-run=\"" + label + " " + seed + "\">" + seed + "</a>";
  }

  private Optional<Widget> training() {
    List<Training.Model> models = new ArrayList<>();
    List<Integer> steps = steps();
    for (String label : labels) {
      long seed = typical(label).seed();
      details
          .array(label, seed, STEPS)
          .filter(w -> steps.size() > 1 && w.rows() == 2 * steps.size())
          .ifPresent(
              w ->
                  models.add(
                      new Training.Model(outcome(label) + ", seed " + seed, w.cols(), w.data())));
    }
    return models.isEmpty() ? Optional.empty() : Optional.of(new Training(steps, models).widget());
  }

  /** Returns the logged steps, which all configurations of a sweep have in common. */
  private List<Integer> steps() {
    return input.tables().curves().stream()
        .filter(row -> row.label().equals(labels.get(0)))
        .map(CurveRow::epoch)
        .distinct()
        .sorted()
        .toList();
  }
}
