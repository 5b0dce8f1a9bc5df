package dev.polysweep.experiment.network;

import dev.polysweep.engine.Engine;
import dev.polysweep.engine.net.DenseLayer;
import dev.polysweep.engine.net.TrainingPlan;
import dev.polysweep.engine.net.TrainingSession;
import dev.polysweep.experiment.CellRun;
import dev.polysweep.experiment.Experiment;
import dev.polysweep.experiment.monosemantic.LayerSae;
import dev.polysweep.experiment.network.NetworkConfig.At;
import dev.polysweep.experiment.network.NetworkData.Draw;
import dev.polysweep.table.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
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

  /** The most outputs of networks that are held for metrics, give or take one cell's, in floats. */
  private static final long MOST = 1 << 24;

  private final List<Column> measured;
  private final List<Column> logged;

  /** The experiment without measures of its own. */
  public NetworkExperiment() {
    this(List.of(), List.of());
  }

  private static List<Column> ofSae(List<NetworkConfig> configurations) {
    return configurations.stream().anyMatch(config -> config.saeLayer() != null)
        ? NetworkMetrics.SAE
        : List.of();
  }

  private NetworkExperiment(List<Column> measured, List<Column> logged) {
    this.measured = measured;
    this.logged = logged;
  }

  @Override
  public Experiment<NetworkConfig> of(List<NetworkConfig> configurations) {
    return new NetworkExperiment(
        Stream.concat(Measures.cell(configurations).stream(), ofSae(configurations).stream())
            .toList(),
        Measures.logged(configurations));
  }

  @Override
  public void run(Engine engine, List<CellRun<NetworkConfig>> pack) {
    Map<List<Object>, CellRun<NetworkConfig>> distinct = new LinkedHashMap<>();
    pack.forEach(run -> distinct.putIfAbsent(samples(run), run));
    List<CellRun<NetworkConfig>> firsts = List.copyOf(distinct.values());
    List<Samples> drawn =
        engine.map(firsts.size(), i -> Samples.of(firsts.get(i).config(), firsts.get(i).seed()));
    Map<List<Object>, Samples> samplesOf = new HashMap<>();
    for (int i = 0; i < firsts.size(); i++) {
      samplesOf.put(samples(firsts.get(i)), drawn.get(i));
    }
    int networks = Measures.needsTwin(pack.get(0).config()) ? 2 : 1;
    List<NetworkCell> cells =
        engine.map(
            pack.size(),
            i -> new NetworkCell(pack.get(i), samplesOf.get(samples(pack.get(i))), i * networks));
    List<TrainingPlan> plans =
        engine.map(
            cells.size() * networks,
            i -> {
              NetworkCell cell = cells.get(i / networks);
              return NetworkPlans.plan(cell.config, cell.samples, cell.run.seed(), i % networks);
            });
    try (TrainingSession session = engine.open(plans)) {
      train(engine, session, cells);
      cells.forEach(cell -> cell.spent(session));
      measure(engine, session, cells, At.END, Measurement::finish);
      cells.forEach(cell -> cell.trainSae(engine, session));
    }
  }

  private static List<Object> samples(CellRun<NetworkConfig> run) {
    return Samples.key(run.config(), run.seed());
  }

  private static void train(Engine engine, TrainingSession session, List<NetworkCell> cells) {
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
      cells.forEach(cell -> cell.observe(session, step, step >= tail));
      if (logged.contains(step)) {
        measure(engine, session, cells, At.LOGGED, measurement -> measurement.log(step));
      }
    }
  }

  /**
   * Measures the cells that have not diverged, as many at a time as the outputs of their networks
   * allow.
   */
  private static void measure(
      Engine engine,
      TrainingSession session,
      List<NetworkCell> cells,
      At at,
      Consumer<Measurement> record) {
    List<NetworkCell> live = cells.stream().filter(cell -> cell.run.divergence() == null).toList();
    for (int done = 0; done < live.size(); ) {
      Moment moment = new Moment();
      List<Measurement> together = new ArrayList<>();
      while (done < live.size() && moment.floats() < MOST) {
        together.add(new Measurement(live.get(done++), moment, at));
        together.get(together.size() - 1).ask();
      }
      moment.fetch(session);
      engine.map(
          together.size(),
          i -> {
            record.accept(together.get(i));
            return i;
          });
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
    double networks = Measures.needsTwin(config) ? 2 : 1;
    return 6.0 * weights * batch(config) * config.steps() * networks + saeWork(config);
  }

  private static double saeWork(NetworkConfig config) {
    if (config.saeLayer() == null) {
      return 0;
    }
    int width = NetworkPlans.layers(config).get(config.saeLayer()).outputs();
    int latents = LayerSae.configuration(config.sae(), width).dSae();
    return 4.0 * width * latents * config.sae().batch() * config.sae().steps();
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
                    name -> !name.matches("macs.*_(null_mean|null_sd|z|p_less|p_more|calibrated)")))
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
    Phase train = new Phase(NetworkCell.PHASE, config.steps());
    return config.saeLayer() == null
        ? List.of(train)
        : List.of(train, new Phase(NetworkMetrics.SAE_PHASE, config.sae().steps()));
  }
}
