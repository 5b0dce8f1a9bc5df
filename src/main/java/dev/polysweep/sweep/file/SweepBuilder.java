package dev.polysweep.sweep.file;

import dev.polysweep.experiment.Experiment;
import dev.polysweep.sweep.Experiments;
import dev.polysweep.sweep.Sweep;
import dev.polysweep.sweep.setting.Assignment;
import dev.polysweep.sweep.setting.Settings;
import dev.polysweep.sweep.yaml.JavaValue;
import dev.polysweep.sweep.yaml.SweepException;
import dev.polysweep.sweep.yaml.Where;
import dev.polysweep.sweep.yaml.YamlValue;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Builds a sweep in Java instead of YAML. The methods are named as the keys of a sweep file and
 * mean the same, and {@link #build} checks what was given as strictly as a file is checked: a key
 * that is unknown, a value of the wrong type or out of range, an empty grid, a label or a
 * configuration that is there twice. Settings are given by dotted key, or as configuration records.
 *
 * <pre>{@code
 * Sweep sweep =
 *     SweepBuilder.of(new ToyExperiment())
 *         .name("two-dimensions")
 *         .seeds(10)
 *         .base("n_hidden", 2)
 *         .grid("n_features", 3, 4, 5)
 *         .build();
 * }</pre>
 *
 * @param <C> the experiment's configuration record
 */
public final class SweepBuilder<C extends Record & Serializable> {

  private static final Where HERE = Where.option("sweep");

  private final Experiment<C> experiment;
  private final Settings<C> settings;
  private final Map<String, Object> top = new LinkedHashMap<>();
  private final Map<String, Object> base = new LinkedHashMap<>();
  private final Map<String, List<?>> grid = new LinkedHashMap<>();
  private final List<Draft<C>> configurations = new ArrayList<>();

  /**
   * A configuration that was added and is not built yet.
   *
   * @param label label of the configuration, or null for a label that is made from its values
   * @param values settings of the configuration by dotted key, or null if {@code record} holds them
   * @param record all settings of the configuration, or null if {@code values} holds them
   */
  private record Draft<C>(String label, Map<String, ?> values, C record) {}

  private SweepBuilder(Experiment<C> experiment) {
    this.experiment = experiment;
    settings = Settings.of(experiment);
  }

  /**
   * Begins a sweep of an experiment.
   *
   * @param experiment the experiment; to be run as a sweep, it must also be installed, that is,
   *     named in a file {@code META-INF/services/dev.polysweep.experiment.Experiment} of the class
   *     path
   */
  public static <C extends Record & Serializable> SweepBuilder<C> of(Experiment<C> experiment) {
    return new SweepBuilder<>(experiment);
  }

  /**
   * Begins a sweep of an installed experiment.
   *
   * @param experiment its name
   * @throws SweepException if there is no such experiment
   */
  public static SweepBuilder<?> of(String experiment) {
    return of(Experiments.installed().named(experiment, HERE));
  }

  /** Names the sweep; without a name it is called like its experiment. */
  public SweepBuilder<C> name(String name) {
    top.put("name", name);
    return this;
  }

  /** Runs each configuration with the seeds 0, 1, …, {@code count} − 1. */
  public SweepBuilder<C> seeds(long count) {
    top.put("seeds", count);
    return this;
  }

  /** Runs each configuration with the seeds {@code from}, …, {@code from + count} − 1. */
  public SweepBuilder<C> seeds(long from, long count) {
    top.put("seeds", Map.of("from", from, "count", count));
    return this;
  }

  /** Runs each configuration with exactly these seeds. */
  public SweepBuilder<C> seedList(long... seeds) {
    top.put("seeds", Arrays.stream(seeds).boxed().toList());
    return this;
  }

  /**
   * Gives a setting of every configuration a value over the experiment's default.
   *
   * @param key dotted key of the setting, as {@code mlp.hidden}, or of a group of settings
   * @param value a number, text, truth value, enum constant, list or null; for a group the record
   *     that holds it, or a map
   */
  public SweepBuilder<C> base(String key, Object value) {
    base.put(key, value);
    return this;
  }

  /** Gives every configuration all settings of a record, which later calls may change. */
  public SweepBuilder<C> base(C record) {
    base.clear();
    base.putAll(settings.difference(Map.of(), record));
    return this;
  }

  /**
   * Gives a setting several values. The configurations are all combinations of the values of all
   * settings in the grid, the last setting running fastest.
   *
   * @param key dotted key of the setting
   * @param values each at most once
   */
  public SweepBuilder<C> grid(String key, Object... values) {
    grid.put(key, Arrays.asList(values));
    return this;
  }

  /**
   * Adds a configuration, after those of the grid.
   *
   * @param label its label
   * @param values its own settings by dotted key, over those of {@code base}
   */
  public SweepBuilder<C> configuration(String label, Map<String, ?> values) {
    configurations.add(new Draft<>(label, values, null));
    return this;
  }

  /**
   * Adds a configuration, after those of the grid. The settings in which the record differs from
   * the base count as swept and become columns of the results.
   *
   * @param label its label
   * @param record all its settings
   */
  public SweepBuilder<C> configuration(String label, C record) {
    configurations.add(new Draft<>(label, null, record));
    return this;
  }

  /** Names the label that contrasts compare the others with; without one there are no contrasts. */
  public SweepBuilder<C> baseline(String label) {
    top.put("baseline", label);
    return this;
  }

  /** Logs the first epoch, every {@code epochs}-th one and the last; without it every 50th. */
  public SweepBuilder<C> logEvery(int epochs) {
    top.put("log_every", epochs);
    return this;
  }

  /**
   * Takes only as many of the seeds as it needs to decide every comparison of a metric.
   *
   * @param metric name of the metric
   * @param within half width of an interval that is narrow enough, in per cent of the mean that the
   *     comparison is with
   */
  public SweepBuilder<C> decide(String metric, double within) {
    top.put("decide", Map.of("metric", metric, "within", within));
    return this;
  }

  /**
   * The sweep.
   *
   * @throws SweepException if anything in it is wrong; the message names the key and what is
   *     allowed
   * @throws IllegalArgumentException if a value is of a class that no setting has
   */
  public Sweep build() {
    Map<String, YamlValue.Entry> entries = new LinkedHashMap<>();
    top.forEach((key, value) -> put(entries, key, JavaValue.of(value, HERE)));
    put(entries, "experiment", JavaValue.of(experiment.name(), HERE));
    YamlValue.Mapping common = settings.mapping(base, HERE);
    put(entries, "base", common);
    if (!grid.isEmpty()) {
      put(entries, "grid", JavaValue.of(grid, HERE));
    }
    if (!configurations.isEmpty()) {
      Map<String, Object> given = Assignment.values(Assignment.all(settings, common));
      List<YamlValue> items = new ArrayList<>();
      configurations.forEach(draft -> items.add(configuration(draft, given)));
      put(entries, "configs", new YamlValue.Sequence(items, HERE));
    }
    return new SweepReader(
            new YamlValue.Mapping(entries, HERE),
            HERE,
            new Experiments(List.of(experiment)),
            Overrides.NONE)
        .sweep(experiment.name());
  }

  private YamlValue configuration(Draft<C> draft, Map<String, Object> given) {
    Map<String, ?> own =
        draft.record() == null ? draft.values() : settings.difference(given, draft.record());
    Map<String, YamlValue.Entry> entries = new LinkedHashMap<>();
    put(entries, "label", JavaValue.of(draft.label(), HERE));
    entries.putAll(settings.mapping(own, HERE).entries());
    return new YamlValue.Mapping(entries, HERE);
  }

  private static void put(Map<String, YamlValue.Entry> entries, String key, YamlValue value) {
    entries.put(key, new YamlValue.Entry(HERE, value));
  }
}
