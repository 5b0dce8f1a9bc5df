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
      train(session, cells);
      for (ToyCell cell : cells) {
        for (ToyModel model : cell.models) {
          cell.run.spent(session.nanos(model.index));
          read(session, model);
        }
        cell.record();
      }
    }
  }

  private static void train(TrainingSession session, List<ToyCell> cells) {
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
    for (int step : stops) {
      session.train(step - session.step());
      for (ToyCell cell : cells) {
        for (ToyModel model : cell.models) {
          observe(session, model, step, logged.contains(step), step >= tail);
        }
      }
    }
  }

  private static void observe(
      TrainingSession session, ToyModel model, int step, boolean log, boolean tail) {
    if (!session.live(model.index)) {
      model.divergedBy = model.divergedBy == 0 ? step : model.divergedBy;
      return;
    }
    double loss = session.loss(model.index);
    if (tail) {
      model.tail(loss);
    }
    if (log) {
      Matrix w = session.parameters(model.index).get(0).weight();
      boolean keep = ToyCell.keepsSteps(w);
      model.log.add(new ToyModel.Logged(step, loss, ToyMetrics.epoch(w), keep ? w : null));
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
