package dev.polysweep.sweep;

import dev.polysweep.engine.Engine;
import dev.polysweep.experiment.CellRun;
import dev.polysweep.experiment.Experiment;
import dev.polysweep.experiment.InvalidSettingException;
import dev.polysweep.table.Column;
import java.io.Serializable;
import java.util.List;

/** An experiment that has settings and columns, and trains nothing. */
public class StubExperiment<C extends Record & Serializable> implements Experiment<C> {

  public static final Experiments SAMPLES =
      new Experiments(
          List.of(
              new StubExperiment<>("sample", SampleConfig.DEFAULTS),
              new StubExperiment<>(
                  "taming", dev.polysweep.experiment.taming.TamingConfig.DEFAULTS)));

  private final String name;
  private final C defaults;

  public StubExperiment(String name, C defaults) {
    this.name = name;
    this.defaults = defaults;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String summary() {
    return "An experiment for tests.";
  }

  @Override
  public C defaults() {
    return defaults;
  }

  @Override
  public void check(C config) {
    if (config instanceof SampleConfig c && c.net().hidden() > c.net().epochs()) {
      throw new InvalidSettingException("net.hidden", "exceeds net.epochs;\nit must not");
    }
  }

  @Override
  public Object shape(C config) {
    return config instanceof SampleConfig c ? c.net().hidden() : 0;
  }

  @Override
  public double work(C config) {
    return config instanceof SampleConfig c ? 1e6 * c.net().epochs() : 1e9;
  }

  @Override
  public List<Column> cellMetrics() {
    return List.of(
        Column.metric("val_mse", "", "error", "mean of squares"),
        Column.metric("null_draws", "", "clashes with a setting", ""));
  }

  @Override
  public List<String> headline() {
    return List.of();
  }

  @Override
  public List<Column> epochMetrics() {
    return List.of(Column.metric("l0", "", "active share", ""));
  }

  @Override
  public List<NullMetric> nullMetrics(C config) {
    return List.of();
  }

  @Override
  public List<Phase> phases(C config) {
    return List.of(new Phase("mlp", 1));
  }

  @Override
  public void run(Engine engine, List<CellRun<C>> pack) {
    throw new UnsupportedOperationException("trains nothing");
  }
}
