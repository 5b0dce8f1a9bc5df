package dev.polysweep.experiment;

import dev.polysweep.engine.Engine;
import dev.polysweep.table.Column;
import dev.polysweep.table.EventTable;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An experiment: a configuration record, the recipe that trains a pack of its cells, and the
 * metrics that it leaves. An experiment is found by {@link java.util.ServiceLoader}, so one in a
 * jar of its own is installed by naming the class in {@code
 * META-INF/services/dev.polysweep.experiment.Experiment}. An experiment is stateless and has a
 * public constructor without parameters.
 *
 * @param <C> the configuration record, its components annotated with {@link Setting}
 */
public interface Experiment<C extends Record & Serializable> {

  /** The name of the experiment in sweep files. */
  String name();

  /** What the experiment is, in a few words, for the report and the schema of sweep files. */
  String summary();

  /**
   * The configuration with every default. The defaults are written beside the settings, as {@link
   * Setting#byDefault}, and {@link Defaults#of} reads them.
   */
  C defaults();

  /**
   * Named sets of defaults, by the name that a sweep file gives its setting {@code preset}; that
   * setting must then exist, and it chooses which record the other settings override. Without it
   * {@link #defaults} stand.
   */
  default Map<String, C> presets() {
    return Map.of();
  }

  /**
   * Checks settings against each other. The range of each one was checked before. Unless this is
   * overridden, all settings go together.
   *
   * @throws InvalidSettingException naming the setting to change
   */
  default void check(C config) {}

  /**
   * The settings as a run takes them: what they name outside the sweep file is looked up and fixed,
   * so that a cell's settings say all that its results depend on. Asked before a run, not when
   * results are read.
   *
   * @throws InvalidSettingException if something that is named is not there or does not fit
   */
  default C fixed(C config) {
    return config;
  }

  /**
   * Checks that a cell can be trained by all executors together.
   *
   * @throws InvalidSettingException naming the setting to change; of most experiments, always
   */
  default void checkDistributed(C config) {
    throw new InvalidSettingException(
        "experiment", "a cell of " + name() + " is not trained by several executors together");
  }

  /**
   * Why an engine cannot run this experiment, with the remedy, in words for users; empty if it can.
   * Asked before a run, so that a sweep is refused and not each of its cells.
   */
  default Optional<String> obstacle(Engine engine) {
    return Optional.empty();
  }

  /**
   * What cells must have in common to train in one pack: whatever fixes the sizes of the networks
   * and the lengths of phases. Cells whose shapes are equal may train together; unless this is
   * overridden, those are the cells of one configuration.
   */
  default Object shape(C config) {
    return config;
  }

  /** Estimated floating-point operations of a cell, by which packs and waves are sized. */
  double work(C config);

  /** Metrics of a finished cell, columns of {@code cells}, in order. */
  List<Column> cellMetrics();

  /**
   * Names of the metrics that lead tables and reports, the most telling first. Unless this is
   * overridden, they are those of {@link #cellMetrics} in their order.
   */
  default List<String> headline() {
    return cellMetrics().stream().map(Column::name).toList();
  }

  /** Metrics of a logged epoch, columns of {@code epochs} beside {@code loss}, in order. */
  default List<Column> epochMetrics() {
    return List.of();
  }

  /**
   * Metrics that are compared with a null distribution. For each metric m, {@link #cellMetrics} has
   * {@code m_null_mean}, {@code m_null_sd}, {@code m_z}, {@code m_p_less} and {@code m_p_more}.
   */
  default List<NullMetric> nullMetrics(C config) {
    return List.of();
  }

  /** Tables of events that the experiment records with {@link CellRun#event}. */
  default List<EventTable> eventTables() {
    return List.of();
  }

  /**
   * The control arm of a configuration: what it is compared with beside the sweep's baseline, where
   * the sweep has it.
   */
  default Optional<C> control(C config) {
    return Optional.empty();
  }

  /**
   * Length of a phase in epochs by the configuration: what {@code epochs} may hold is one row a
   * logged epoch of each phase.
   */
  List<Phase> phases(C config);

  /**
   * Trains a pack and records what was found. What goes wrong with one cell is recorded there
   * ({@link CellRun#diverged}); an exception means the pack failed, and the caller runs its halves
   * to find out which cell it was, or whether they were too many.
   *
   * @param pack cells of one {@link #shape}
   */
  void run(Engine engine, List<CellRun<C>> pack);

  /**
   * A phase of training.
   *
   * @param name value of the column {@code phase}
   * @param epochs its length
   */
  record Phase(String name, int epochs) {}

  /**
   * A metric with a null distribution, as columns of {@code cells}.
   *
   * @param metric observed value
   * @param method how the null is drawn under this configuration
   * @param draws number of draws
   */
  record NullMetric(String metric, String method, int draws) implements Serializable {}
}
