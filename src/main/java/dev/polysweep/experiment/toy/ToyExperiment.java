package dev.polysweep.experiment.toy;

import dev.polysweep.engine.Engine;
import dev.polysweep.engine.net.LayerParameters;
import dev.polysweep.engine.net.TrainingPlan;
import dev.polysweep.engine.net.TrainingSession;
import dev.polysweep.experiment.CellRun;
import dev.polysweep.experiment.Experiment;
import dev.polysweep.experiment.InvalidSettingException;
import dev.polysweep.math.Matrix;
import dev.polysweep.table.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Toy models of superposition (Elhage et al. 2022): more sparse features than hidden dimensions,
 * reconstructed as x' = f(WᵀWx + b), and the geometry that W takes on.
 */
public final class ToyExperiment implements Experiment<ToyConfig> {

  /** Number of steps at the end over which the loss is averaged. */
  private static final int TAIL = 100;

  @Override
  public void run(Engine engine, List<CellRun<ToyConfig>> pack) {
    List<TrainingPlan> plans = new ArrayList<>();
    List<ToyCell> cells = new ArrayList<>();
    for (CellRun<ToyConfig> run : pack) {
      ToyCell cell = new ToyCell(run);
      for (int restart = 0; restart < run.config().restarts(); restart++) {
        cell.models.add(new ToyModel(plans.size()));
        plans.add(ToyPlans.plan(run.config(), run.seed(), restart));
      }
      cells.add(cell);
    }
    try (TrainingSession session = engine.open(plans)) {
      train(engine, session, cells);
      for (ToyCell cell : cells) {
        for (ToyModel model : cell.models) {
          cell.run.spent(session.nanos(model.index));
          read(session, model);
        }
      }
    }
    engine.map(
        cells.size(),
        i -> {
          cells.get(i).record();
          return i;
        });
  }

  private static void train(Engine engine, TrainingSession session, List<ToyCell> cells) {
    CellRun<ToyConfig> first = cells.get(0).run;
    int steps = first.config().steps();
    TreeSet<Integer> logged = new TreeSet<>();
    for (int step : first.loggedEpochs(steps)) {
      logged.add(step);
    }
    TreeSet<Integer> stops = new TreeSet<>(logged);
    int tail = Math.max(1, steps - TAIL + 1);
    for (int step = tail; step <= steps; step++) {
      stops.add(step);
    }
    List<ToyModel> models = cells.stream().flatMap(cell -> cell.models.stream()).toList();
    for (int step : stops) {
      session.train(step - session.step());
      List<ToyModel> live = new ArrayList<>();
      for (ToyModel model : models) {
        if (session.live(model.index)) {
          live.add(model);
        } else {
          model.divergedBy = model.divergedBy == 0 ? step : model.divergedBy;
        }
      }
      if (step >= tail) {
        live.forEach(model -> model.tail(session.loss(model.index)));
      }
      if (logged.contains(step)) {
        log(engine, session, live, step);
      }
    }
  }

  private static void log(Engine engine, TrainingSession session, List<ToyModel> models, int step) {
    List<Matrix> weights =
        models.stream().map(m -> session.parameters(m.index).get(0).weight()).toList();
    List<Map<String, Double>> metrics =
        engine.map(models.size(), i -> ToyMetrics.epoch(weights.get(i)));
    for (int i = 0; i < models.size(); i++) {
      Matrix w = weights.get(i);
      double loss = session.loss(models.get(i).index);
      Matrix kept = ToyCell.keepsSteps(w) ? w : null;
      models.get(i).log.add(new ToyModel.Logged(step, loss, metrics.get(i), kept));
    }
  }

  private static void read(TrainingSession session, ToyModel model) {
    List<LayerParameters> parameters = session.parameters(model.index);
    model.w = parameters.get(0).weight();
    model.b = parameters.get(1).bias();
  }

  @Override
  public String name() {
    return "toy";
  }

  @Override
  public String summary() {
    return "toy models of superposition: sparse features that share fewer hidden dimensions";
  }

  @Override
  public ToyConfig defaults() {
    return ToyConfig.DEFAULTS;
  }

  @Override
  public Map<String, ToyConfig> presets() {
    return ToyPresets.all();
  }

  @Override
  public void check(ToyConfig config) {
    List<Double> importance = config.importance();
    if (importance != null && importance.size() != config.nFeatures()) {
      throw new InvalidSettingException(
          "importance",
          importance.size() + " importances do not fit " + config.nFeatures() + " features");
    }
    if (importance == null
        && !Double.isFinite((float) StrictMath.pow(config.importanceDecay(), config.nFeatures()))) {
      throw new InvalidSettingException(
          "importance_decay",
          config.importanceDecay() + " to the power of " + config.nFeatures() + " is too large");
    }
  }

  @Override
  public Object shape(ToyConfig config) {
    return List.of(config.nFeatures(), config.nHidden(), config.batch(), config.steps());
  }

  @Override
  public double work(ToyConfig config) {
    // Two products in the forward pass, two in the backward pass and two for weight gradients,
    // minus the error of the first layer, which is not needed.
    return 10.0
        * config.nFeatures()
        * config.nHidden()
        * config.batch()
        * config.steps()
        * config.restarts();
  }

  @Override
  public List<Column> cellMetrics() {
    return ToyMetrics.CELL;
  }

  @Override
  public List<String> headline() {
    return List.of(
        ToyMetrics.FINAL_LOSS,
        ToyMetrics.REPRESENTED,
        ToyMetrics.D_STAR,
        "regular_polygon",
        "named_fractions_represented");
  }

  @Override
  public List<Column> epochMetrics() {
    return ToyMetrics.EPOCH;
  }

  @Override
  public List<NullMetric> nullMetrics(ToyConfig config) {
    return List.of();
  }

  @Override
  public List<Phase> phases(ToyConfig config) {
    return List.of(new Phase(ToyCell.PHASE, config.steps()));
  }
}
