package dev.polysweep.report.page;

import dev.polysweep.report.draw.FileNames;
import dev.polysweep.table.ArrayKey;
import java.util.List;
import java.util.ServiceLoader;

/**
 * The part of a report that is specific to one experiment: sentences on what the results say, and
 * figures made from single cells. The tables and figures that all experiments have in common are
 * not part of it. A page is found by {@link ServiceLoader}, so an experiment in a jar of its own
 * brings its page by naming the class in {@code
 * META-INF/services/dev.polysweep.report.page.ExperimentPage}. A page is stateless and has a public
 * constructor without parameters. An experiment without a page has the general report.
 */
public interface ExperimentPage {

  /** Returns the name of the page's experiment, as sweep files write it. */
  String experiment();

  /**
   * Returns the names of the metrics (columns of the table {@code cells}) that {@link
   * Details#cells()} must hold for every cell that ended well. A page that does not override this
   * method gets no cells.
   */
  default List<String> metrics() {
    return List.of();
  }

  /**
   * Returns the names of the matrices (column {@code name} of the table {@code arrays}) that {@link
   * Details#arrays()} must hold. Matrices of more than 4 096 entries are left out, because all
   * matrices are in memory at once. A page that does not override this method gets no matrices.
   */
  default List<String> arrays() {
    return List.of();
  }

  /**
   * Returns the names of the metrics (columns of the table {@code epochs}) whose curves {@link
   * Details#curves()} holds for every cell, if the sweep has at most {@link Details#FEW_SEEDS}
   * seeds. A page that does not override this method gets no curves.
   */
  default List<String> seedCurves() {
    return List.of();
  }

  /**
   * Returns the matrices of single cells that {@link Details#arrays()} must hold beside those of
   * {@link #arrays}, whatever their size. A page that does not override this method gets none.
   *
   * @param details the single cells that {@link #metrics} asked for, by which a page chooses, and
   *     the matrices of {@link #arrays}
   */
  default List<ArrayKey> arraysOf(Details details) {
    return List.of();
  }

  /**
   * Returns the sentences with which the report and the terminal output begin.
   *
   * @param details the single cells and matrices that {@link #metrics} and {@link #arrays} asked
   *     for
   */
  default List<Finding> findings(Details details) {
    return List.of();
  }

  /**
   * Returns the sentences with which the report and the terminal output begin, for a page that
   * makes them from the aggregate tables. A page overrides this method or the one without tables,
   * not both.
   *
   * @param tables the aggregate tables of the sweep
   * @param details the single cells and matrices that {@link #metrics} and {@link #arrays} asked
   *     for
   */
  default List<Finding> findings(ReportInput.Tables tables, Details details) {
    return findings(details);
  }

  /**
   * Returns the sections with the experiment's own figures, which stand before the general sections
   * of the report. A section without figures is better left out of the list.
   *
   * @param details the single cells and matrices that {@link #metrics} and {@link #arrays} asked
   *     for
   * @param names gives each figure the name of its files, which no other figure of the report has
   */
  default List<Section> sections(Details details, FileNames names) {
    return List.of();
  }

  /**
   * Returns the sections with the experiment's own figures, for a page that makes them from the
   * aggregate tables. A page overrides this method or the one without tables, not both.
   *
   * @param input everything from which the report is made
   * @param names gives each figure the name of its files, which no other figure of the report has
   */
  default List<Section> sections(ReportInput input, FileNames names) {
    return sections(input.details(), names);
  }

  /**
   * Finds the page of an experiment on the class path.
   *
   * @param experiment name of the experiment
   * @return the page of the experiment, or a page without findings and sections if the experiment
   *     has none
   */
  static ExperimentPage of(String experiment) {
    return ServiceLoader.load(ExperimentPage.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(page -> page.experiment().equals(experiment))
        .findFirst()
        .orElse(new PlainPage(experiment));
  }
}
