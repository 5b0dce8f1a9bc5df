package dev.polysweep.experiment.network;

import dev.polysweep.engine.Engine;
import dev.polysweep.engine.net.DenseLayer;
import dev.polysweep.engine.net.TrainingPlan;
import dev.polysweep.engine.net.TrainingSession;
import dev.polysweep.experiment.CellRun;
import dev.polysweep.experiment.Experiment;
import dev.polysweep.experiment.network.NetworkData.Draw;
import dev.polysweep.table.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Any small network of dense layers, described by the sweep file: its data, its layers, its loss
 * and what is measured of it. The columns of its results are those that the sweep's configurations
 * measure.
 */
public final class NetworkExperiment implements Experiment<NetworkConfig> {

  /** Number of steps at the end over which the loss is averaged. */
  private static final int TAIL = 100;

  private static final int HEADLINE = 6;

  private final List<Column> measured;
  private final List<Column> logged;

  /** The experiment without measures of its own. */
  public NetworkExperiment() {
    this(List.of(), List.of());
  }

  private NetworkExperiment(List<Column> measured, List<Column> logged) {
    this.measured = measured;
    this.logged = logged;
  }

  @Override
  public Experiment<NetworkConfig> of(List<NetworkConfig> configurations) {
    return new NetworkExperiment(Measures.cell(configurations), Measures.logged(configurations));
  }

  @Override
  public void run(Engine engine, List<CellRun<NetworkConfig>> pack) {
    Map<List<Object>, Samples> drawn = new HashMap<>();
    List<TrainingPlan> plans = new ArrayList<>();
    List<NetworkCell> cells = new ArrayList<>();
    for (CellRun<NetworkConfig> run : pack) {
      NetworkConfig config = run.config();
      Samples samples =
          drawn.computeIfAbsent(
              List.of(config.data(), config.target(), Widths.input(config), run.seed()),
              key -> Samples.of(config, run.seed()));
      cells.add(new NetworkCell(run, samples, plans.size()));
      int networks = Measures.needsTwin(config) ? 2 : 1;
      for (int twin = 0; twin < networks; twin++) {
        plans.add(NetworkPlans.plan(config, samples, run.seed(), twin));
      }
    }
    try (TrainingSession session = engine.open(plans)) {
      train(session, cells);
      cells.forEach(cell -> cell.finish(session));
    }
  }

  private static void train(TrainingSession session, List<NetworkCell> cells) {
    CellRun<NetworkConfig> first = cells.get(0).run;
    int steps = first.config().steps();
    TreeSet<Integer> logged = new TreeSet<>();
    Arrays.stream(first.loggedEpochs(steps)).forEach(logged::add);
    TreeSet<Integer> stops = new TreeSet<>(logged);
    int tail = Math.max(1, steps - TAIL + 1);
    for (int step = tail; step <= steps; step++) {
      stops.add(step);
    }
    for (int step : stops) {
      session.train(step - session.step());
      for (NetworkCell cell : cells) {
        cell.observe(session, step, logged.contains(step), step >= tail);
      }
    }
  }

  @Override
  public String name() {
    return "network";
  }

  @Override
  public String summary() {
    return "any small network of dense layers, on synthetic data or on your own";
  }

  @Override
  public NetworkConfig defaults() {
    return NetworkConfig.DEFAULTS;
  }

  @Override
  public void check(NetworkConfig config) {
    NetworkChecks.check(config);
  }

  @Override
  public NetworkConfig fixed(NetworkConfig config) {
    return config.data().isFile() ? NetworkChecks.fixed(config) : config;
  }

  @Override
  public Object shape(NetworkConfig config) {
    List<Object> layers = new ArrayList<>();
    for (DenseLayer layer : NetworkPlans.layers(config)) {
      layers.add(
          List.of(
              layer.inputs(),
              layer.outputs(),
              layer.activation(),
              layer.bias(),
              layer.tie(),
              layer.tiedTo(),
              layer.noise().kind()));
    }
    boolean anew = config.data().draw() == Draw.ANEW;
    return List.of(layers, batch(config), anew, config.steps(), Measures.needsTwin(config));
  }

  private static int batch(NetworkConfig config) {
    if (config.batch() != null) {
      return config.batch();
    }
    return config.data().draw() == Draw.ANEW ? Samples.BATCH : config.data().training();
  }

  @Override
  public double work(NetworkConfig config) {
    double weights = 0;
    for (DenseLayer layer : NetworkPlans.layers(config)) {
      weights += (double) layer.inputs() * layer.outputs();
    }
    // Two operations a weight in the forward pass and four in the backward pass.
    return 6.0 * weights * batch(config) * config.steps() * (Measures.needsTwin(config) ? 2 : 1);
  }

  @Override
  public List<Column> cellMetrics() {
    return Stream.concat(NetworkMetrics.CELL.stream(), measured.stream()).toList();
  }

  @Override
  public List<String> headline() {
    return Stream.concat(
            Stream.of(NetworkMetrics.VAL_MSE),
            measured.stream()
                .map(Column::name)
                .filter(
                    name -> !name.matches("macs.*_(null_mean|null_sd|p_less|p_more|calibrated)")))
        .limit(HEADLINE)
        .toList();
  }

  @Override
  public List<Column> epochMetrics() {
    return Stream.concat(NetworkMetrics.EPOCH.stream(), logged.stream()).toList();
  }

  @Override
  public List<NullMetric> nullMetrics(NetworkConfig config) {
    return Measures.nulls(config);
  }

  @Override
  public List<Phase> phases(NetworkConfig config) {
    return List.of(new Phase(NetworkCell.PHASE, config.steps()));
  }
}
