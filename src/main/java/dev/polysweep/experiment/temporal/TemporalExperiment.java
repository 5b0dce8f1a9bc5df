package dev.polysweep.experiment.temporal;

import dev.polysweep.engine.Engine;
import dev.polysweep.experiment.CellRun;
import dev.polysweep.experiment.Experiment;
import dev.polysweep.experiment.InvalidSettingException;
import dev.polysweep.experiment.temporal.TemporalConfig.Policy;
import dev.polysweep.table.Column;
import dev.polysweep.table.EventTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Polysemanticity over training time: a small network learns features whose correlation changes
 * while it trains; a sparse autoencoder follows its hidden activations, and the index PSI of that
 * dictionary is measured at intervals. Policies intervene in the weights when PSI is high or rises;
 * control arms only pretend to intervene, or intervene at random times. The original's data
 * generator and PSI were never published, so the definitions are this project's own.
 */
public final class TemporalExperiment implements Experiment<TemporalConfig> {

  @Override
  public void run(Engine engine, List<CellRun<TemporalConfig>> pack) {
    Map<Object, TemporalCell> cells = new HashMap<>();
    List<TemporalCell> first = new ArrayList<>();
    List<CellRun<TemporalConfig>> following = new ArrayList<>();
    for (CellRun<TemporalConfig> run : pack) {
      if (run.config().policy().hasTwin()) {
        following.add(run);
      } else {
        TemporalCell cell = new TemporalCell(run, manual(run.config()));
        cells.put(List.of(run.config(), run.seed()), cell);
        first.add(cell);
      }
    }
    Map<CellRun<TemporalConfig>, TemporalCell> twins = new HashMap<>();
    List<TemporalCell> extra = new ArrayList<>();
    for (CellRun<TemporalConfig> run : following) {
      TemporalConfig config = run.config().with(Policy.THRESHOLD);
      long seed = run.config().policy().twinSeed(run.seed());
      twins.put(
          run,
          cells.computeIfAbsent(
              List.of(config, seed),
              key -> {
                // The twin's rows are discarded, so it logs as little as possible.
                TemporalCell twin =
                    new TemporalCell(new CellRun<>(config, seed, config.epochs()), Map.of());
                extra.add(twin);
                return twin;
              }));
    }
    train(engine, first);
    train(engine, extra);
    List<TemporalCell> second = new ArrayList<>();
    for (CellRun<TemporalConfig> run : following) {
      TemporalCell twin = twins.get(run);
      if (extra.contains(twin)) {
        run.spent(twin.run.nanos());
      }
      second.add(new TemporalCell(run, plan(run.config(), run.seed(), twin)));
    }
    train(engine, second);
  }

  private static void train(Engine engine, List<TemporalCell> cells) {
    if (!cells.isEmpty()) {
      new TemporalRun(engine, cells).run();
    }
  }

  private static Map<Integer, Intervention> manual(TemporalConfig config) {
    return config.policy() == Policy.MANUAL ? ManualPlan.parse(config.manual()) : Map.of();
  }

  /** The twin's interventions, at its epochs or at random ones. */
  private static Map<Integer, Intervention> plan(
      TemporalConfig config, long seed, TemporalCell twin) {
    return config.policy() == Policy.RANDOM_TIME
        ? randomTimes(config, seed, twin)
        : twin.done.stream()
            .collect(Collectors.toMap(TemporalCell.Done::epoch, TemporalCell.Done::what));
  }

  /** The twin's interventions at epochs from the first at which its rule could fire. */
  private static Map<Integer, Intervention> randomTimes(
      TemporalConfig config, long seed, TemporalCell twin) {
    List<Intervention> made = twin.done.stream().map(TemporalCell.Done::what).toList();
    int every = config.checkEvery();
    int needed = Trajectory.NEEDED * config.measureEvery();
    int first = (needed + every - 1) / every * every;
    return RandomTimes.draw(seed, made, first, config.epochs() - 1);
  }

  @Override
  public String name() {
    return "temporal";
  }

  @Override
  public String summary() {
    return "polysemanticity of a small MLP over training time, with interventions and control arms";
  }

  @Override
  public TemporalConfig defaults() {
    return TemporalConfig.DEFAULTS;
  }

  @Override
  public void check(TemporalConfig config) {
    if (config.measureEvery() > config.epochs()) {
      throw new InvalidSettingException(
          "psi_interval",
          config.measureEvery() + " is more than the " + config.epochs() + " epochs of the run");
    }
    if (config.psiLayer() == TemporalConfig.PsiLayer.NTH
        && config.psiNth() > config.mlp().hiddenLayers()) {
      throw new InvalidSettingException(
          "psi_nth",
          config.psiNth() + " is beyond the " + config.mlp().hiddenLayers() + " hidden layers");
    }
    Map<Integer, Intervention> manual;
    try {
      manual = ManualPlan.parse(config.manual());
    } catch (IllegalArgumentException e) {
      throw new InvalidSettingException("manual", e.getMessage());
    }
    if (manual.isEmpty() == (config.policy() == Policy.MANUAL)) {
      throw new InvalidSettingException(
          "manual",
          manual.isEmpty()
              ? "is empty; the policy manual needs a list such as '100 orthogonal_reset'"
              : "is a list, which only the policy manual reads");
    }
    for (int epoch : manual.keySet()) {
      if (epoch >= config.epochs()) {
        throw new InvalidSettingException(
            "manual",
            "epoch " + epoch + " is not before the last of " + config.epochs() + " epochs");
      }
    }
  }

  @Override
  public Object shape(TemporalConfig config) {
    return List.of(
        config.data().samples(),
        config.mlp().hidden(),
        config.mlp().hiddenLayers(),
        config.epochs(),
        config.measureEvery(),
        config.psiLayer(),
        config.psiNth(),
        config.sae().dSae(),
        config.sae().firstEpochs(),
        config.sae().epochs());
  }

  /**
   * The random dictionaries of the null take most of the work: about a million operations per
   * latent.
   */
  @Override
  public double work(TemporalConfig config) {
    double measurements = config.epochs() / config.measureEvery();
    double policies = config.policy() == Policy.NONE ? 1 : 1.5;
    double twin = config.policy().hasTwin() ? 2 : 1;
    double dictionaries =
        measurements * (config.nullModel().draws() + 1) * config.sae().dSae() * 1e6;
    double saeEpochs = config.sae().firstEpochs() + measurements * config.sae().epochs();
    double hidden = config.mlp().hidden();
    double between = config.mlp().hiddenLayers() - 1;
    double training =
        config.data().samples()
            * (12 * hidden * config.sae().dSae() * saeEpochs
                + (6 * (16 * hidden + between * hidden * hidden) + 3000) * config.epochs());
    return twin * policies * (dictionaries + training);
  }

  @Override
  public List<Column> cellMetrics() {
    return TemporalColumns.CELL;
  }

  @Override
  public List<String> headline() {
    return List.of(
        TemporalColumns.PSI,
        TemporalColumns.VAL_MSE,
        "psi_change",
        TemporalColumns.INTERVENTIONS,
        TemporalColumns.EFFECTIVENESS);
  }

  @Override
  public List<Column> epochMetrics() {
    return TemporalColumns.EPOCH;
  }

  @Override
  public List<EventTable> eventTables() {
    return List.of(TemporalColumns.INTERVENTION_TABLE, TemporalColumns.CRITICAL_PERIOD_TABLE);
  }

  /**
   * The same configuration with the policy placebo, whose rule fires but changes nothing, or with
   * the placebo of a transfer.
   */
  @Override
  public Optional<TemporalConfig> control(TemporalConfig config) {
    boolean transfers =
        config.policy() == Policy.TRANSFER || config.policy() == Policy.TRANSFER_PLACEBO;
    return Optional.of(config.with(transfers ? Policy.TRANSFER_PLACEBO : Policy.PLACEBO));
  }

  @Override
  public List<NullMetric> nullMetrics(TemporalConfig config) {
    return List.of();
  }

  @Override
  public List<Phase> phases(TemporalConfig config) {
    return List.of(new Phase(TemporalRun.PHASE, config.epochs()));
  }
}
