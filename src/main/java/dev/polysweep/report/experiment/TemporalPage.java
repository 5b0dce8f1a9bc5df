package dev.polysweep.report.experiment;

import dev.polysweep.report.draw.Figure;
import dev.polysweep.report.draw.FileNames;
import dev.polysweep.report.page.Details;
import dev.polysweep.report.page.ExperimentPage;
import dev.polysweep.report.page.Finding;
import dev.polysweep.report.page.ReportInput;
import dev.polysweep.report.page.Section;
import java.util.ArrayList;
import java.util.List;

/**
 * The page of the temporal experiment: polysemanticity over training, the effect of interventions,
 * and a comparison of the configurations.
 */
public final class TemporalPage implements ExperimentPage {

  @Override
  public String experiment() {
    return "temporal";
  }

  @Override
  public List<String> seedCurves() {
    return TemporalFigures.TRAJECTORIES;
  }

  @Override
  public List<Finding> findings(ReportInput.Tables tables, Details details) {
    return new TemporalFindings(tables, details).all();
  }

  @Override
  public List<Section> sections(ReportInput input, FileNames names) {
    List<Section> sections = new ArrayList<>();
    TemporalFigures figures = new TemporalFigures(input, names);
    add(
        sections,
        "comparison",
        "Comparison of configurations",
        "PSI at the end is the mean of the last three measurements: at most 0.5 is good, above 1 is"
            + " high, and 1 is what a dictionary of random directions scores.",
        figures.comparison());
    add(
        sections,
        "trajectories",
        "PSI while training",
        "A critical period is where the mean gradient of PSI over five measurements is above 0.05 a"
            + " measurement.",
        figures.trajectories());
    add(
        sections,
        "interventions",
        "Interventions",
        "Effectiveness is (before − after)/before of PSI: above 0, PSI fell."
            + (figures.placebo()
                ? " Under placebo nothing was changed, so its effect is what measuring alone shows."
                : ""),
        figures.interventions());
    return sections;
  }

  private static void add(
      List<Section> sections, String id, String title, String text, List<Figure> figures) {
    if (!figures.isEmpty()) {
      sections.add(new Section(id, title, text, figures));
    }
  }
}
