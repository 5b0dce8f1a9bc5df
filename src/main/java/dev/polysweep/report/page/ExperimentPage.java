package dev.polysweep.report.page;

import dev.polysweep.report.draw.FileNames;
import dev.polysweep.report.experiment.MonosemanticPage;
import dev.polysweep.report.experiment.TamingPage;
import dev.polysweep.report.experiment.TemporalPage;
import dev.polysweep.report.experiment.ToyPage;
import java.util.List;

/**
 * What one experiment's report has beyond the tables and figures of all experiments: sentences on
 * claims, and figures of single cells.
 */
public interface ExperimentPage {

  /** Name of the experiment. */
  String experiment();

  /** Metrics of single cells that {@link Details} is to hold; none unless overridden. */
  default List<String> metrics() {
    return List.of();
  }

  /**
   * Names of the matrices that {@link Details} is to hold; those of up to 4 096 entries are. None
   * unless overridden.
   */
  default List<String> arrays() {
    return List.of();
  }

  /** What the results say; nothing unless overridden. */
  default List<Finding> findings(Details details) {
    return List.of();
  }

  /** The same where the aggregate tables say it. */
  default List<Finding> findings(ReportInput.Tables tables, Details details) {
    return findings(details);
  }

  /** Sections that stand before the general ones; none without figures, or unless overridden. */
  default List<Section> sections(Details details, FileNames names) {
    return List.of();
  }

  /** The same where the aggregate tables are wanted. */
  default List<Section> sections(ReportInput input, FileNames names) {
    return sections(input.details(), names);
  }

  /** The page of an experiment; one without findings and sections for those that have none. */
  static ExperimentPage of(String experiment) {
    return List.<ExperimentPage>of(
            new TamingPage(), new TemporalPage(), new ToyPage(), new MonosemanticPage())
        .stream()
        .filter(page -> page.experiment().equals(experiment))
        .findFirst()
        .orElse(new PlainPage(experiment));
  }
}
