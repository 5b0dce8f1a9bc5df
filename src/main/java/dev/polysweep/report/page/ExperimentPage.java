package dev.polysweep.report.page;

import dev.polysweep.report.draw.FileNames;
import java.util.List;
import java.util.ServiceLoader;

/**
 * What the report of one experiment has beyond the tables and figures of all experiments: sentences
 * on what the results say, and figures made from single cells. A page is found by {@link
 * ServiceLoader}, so an experiment in a jar of its own brings its page by naming the class in
 * {@code META-INF/services/dev.polysweep.report.page.ExperimentPage}. A page is stateless and has a
 * public constructor without parameters. An experiment without a page has the general report.
 */
public interface ExperimentPage {

  /** The name of the experiment whose page this is, as sweep files write it. */
  String experiment();

  /**
   * The names of the metrics, columns of {@code cells}, that {@link Details#cells()} is to hold for
   * every cell that ended well. A page that does not override this method gets no cells.
   */
  default List<String> metrics() {
    return List.of();
  }

  /**
   * The names of the matrices, column {@code name} of {@code arrays}, that {@link Details#arrays()}
   * is to hold. Matrices of more than 4 096 entries are left out, because all of them are in memory
   * at once. A page that does not override this method gets no matrices.
   */
  default List<String> arrays() {
    return List.of();
  }

  /**
   * The sentences that the report and the terminal begin with.
   *
   * @param details single cells and matrices, as {@link #metrics} and {@link #arrays} asked for
   *     them
   */
  default List<Finding> findings(Details details) {
    return List.of();
  }

  /**
   * The same sentences for a page that makes them from the aggregate tables. A page overrides this
   * method or the one without tables, not both.
   *
   * @param tables the aggregate tables of the sweep
   * @param details single cells and matrices, as {@link #metrics} and {@link #arrays} asked for
   *     them
   */
  default List<Finding> findings(ReportInput.Tables tables, Details details) {
    return findings(details);
  }

  /**
   * The sections with the experiment's own figures, which stand before the general ones. A section
   * without figures is better left out of the list.
   *
   * @param details single cells and matrices, as {@link #metrics} and {@link #arrays} asked for
   *     them
   * @param names gives each figure the name of its files, which no other figure of the report has
   */
  default List<Section> sections(Details details, FileNames names) {
    return List.of();
  }

  /**
   * The same sections for a page that makes them from the aggregate tables. A page overrides this
   * method or the one without tables, not both.
   *
   * @param input all that the report is made from
   * @param names gives each figure the name of its files, which no other figure of the report has
   */
  default List<Section> sections(ReportInput input, FileNames names) {
    return sections(input.details(), names);
  }

  /**
   * Finds the page of an experiment on the class path.
   *
   * @param experiment name of the experiment
   * @return its page, or one without findings and sections if it has none
   */
  static ExperimentPage of(String experiment) {
    return ServiceLoader.load(ExperimentPage.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(page -> page.experiment().equals(experiment))
        .findFirst()
        .orElse(new PlainPage(experiment));
  }
}
