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
   * Checks settings against each other. The range of each setting has been checked before. Unless
   * this method is overridden, every combination is allowed.
   *
   * @throws InvalidSettingException naming the setting to change
   */
  default void check(C config) {}

  /**
   * The settings that a run uses. What a setting refers to outside the sweep file, such as a
   * folder, is looked up and recorded in the settings, so that a cell's settings determine its
   * results completely. The method is called before a run, and not when results are read.
   *
   * @throws InvalidSettingException if something that a setting refers to does not exist or does
   *     not fit
   */
  default C fixed(C config) {
    return config;
  }

  /**
   * Checks that a cell can be trained by all executors together.
   *
   * @throws InvalidSettingException naming the setting to change; most experiments always throw it,
   *     since they cannot be trained so
   */
  default void checkDistributed(C config) {
    throw new InvalidSettingException(
        "experiment", "a cell of " + name() + " is not trained by several executors together");
  }

  /**
   * Says why an engine cannot run this experiment and what the user can do about it; empty if the
   * engine can run it. The method is called before a run, so that the whole sweep is refused
   * instead of each cell failing.
   */
  default Optional<String> obstacle(Engine engine) {
    return Optional.empty();
  }

  /**
   * The shape of a cell: an object that determines the sizes of the networks and the lengths of the
   * phases. Cells may train in one pack if their shapes are equal. Unless this method is
   * overridden, those are the cells of one configuration.
   */
  default Object shape(C config) {
    return config;
  }

  /**
   * Whether the cells of a pack train at the same time on an engine that can do so, as networks do
   * on a GPU, so that larger packs are faster there. Unless this method is overridden, they do.
   */
  default boolean together() {
    return true;
  }

  /**
   * The estimated number of floating-point operations of a cell. The sizes of packs and waves
   * depend on it.
   */
  double work(C config);

  /**
   * The experiment as a sweep of the given configurations runs it, for an experiment whose columns
   * depend on settings. Unless this method is overridden, it is this experiment.
   *
   * @param configurations the configurations of the sweep, or some of them
   */
  default Experiment<C> of(List<C> configurations) {
    return this;
  }

  /**
   * The metrics of a finished cell, which become columns of the table {@code cells} in this order.
   */
  List<Column> cellMetrics();

  /**
   * The names of the metrics that come first in tables and reports, the most informative first.
   * Unless this method is overridden, they are those of {@link #cellMetrics} in their order.
   */
  default List<String> headline() {
    return cellMetrics().stream().map(Column::name).toList();
  }

  /**
   * The metrics of a logged epoch, which become columns of the table {@code epochs}, in addition to
   * {@code loss}, in this order.
   */
  default List<Column> epochMetrics() {
    return List.of();
  }

  /**
   * The metrics that are compared with a null distribution. For each metric m, {@link #cellMetrics}
   * has {@code m_null_mean}, {@code m_null_sd}, {@code m_z}, {@code m_p_less} and {@code m_p_more}.
   */
  default List<NullMetric> nullMetrics(C config) {
    return List.of();
  }

  /** The tables of events that the experiment records with {@link CellRun#event}. */
  default List<EventTable> eventTables() {
    return List.of();
  }

  /**
   * The control arm of a configuration, with which the configuration is compared in addition to the
   * sweep's baseline, if the sweep contains the control arm.
   */
  default Optional<C> control(C config) {
    return Optional.empty();
  }

  /**
   * The phases of training with their lengths under a configuration. The table {@code epochs} has
   * one row for each logged epoch of each phase.
   */
  List<Phase> phases(C config);

  /**
   * Trains a pack and records the results in its cells. Divergence of one cell is recorded in that
   * cell ({@link CellRun#diverged}). An exception means that the whole pack failed; the caller then
   * runs the halves of the pack to find the cell that causes the failure, or a number of cells that
   * fits into the memory.
   *
   * @param pack cells that have the same {@link #shape}
   */
  void run(Engine engine, List<CellRun<C>> pack);

  /**
   * A phase of training.
   *
   * @param name value of the column {@code phase}
   * @param epochs length of the phase in epochs
   */
  record Phase(String name, int epochs) {}

  /**
   * A metric that is compared with a null distribution.
   *
   * @param metric name of the column of {@code cells} that holds the observed value
   * @param method how the null is drawn under this configuration
   * @param draws number of draws
   */
  record NullMetric(String metric, String method, int draws) implements Serializable {}
}
