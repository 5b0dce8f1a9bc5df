package dev.polysweep.experiment.monosemantic;

import dev.polysweep.engine.Engine;
import dev.polysweep.engine.Engines;
import dev.polysweep.engine.sae.SaeArchitecture;
import dev.polysweep.engine.sae.SaeLoss;
import dev.polysweep.engine.sae.SaeParameters;
import dev.polysweep.engine.sae.SaePlan;
import dev.polysweep.engine.sae.SaeSession;
import dev.polysweep.experiment.ConfigurationBuilder;
import dev.polysweep.math.Matrix;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A sparse autoencoder that another experiment trains on activations in memory, with the settings
 * and the code of this one.
 *
 * @param architecture what was trained
 * @param parameters the trained autoencoder; null if its loss was not finite
 * @param steps number of the last step
 * @param losses loss of each logged step
 * @param metrics {@code explained_variance}, {@code mse}, {@code l0} and {@code dead_features} on
 *     the activations for evaluation; empty if its loss was not finite
 */
public record LayerSae(
    SaeArchitecture architecture,
    SaeParameters parameters,
    int steps,
    Map<Integer, Double> losses,
    Map<String, Double> metrics) {

  /**
   * The configuration of this experiment with an autoencoder for activations of a width.
   *
   * @throws dev.polysweep.experiment.InvalidSettingException if its settings do not fit each other
   */
  public static MonosemanticConfig configuration(SaeSettings settings, int width) {
    MonosemanticConfig config =
        ConfigurationBuilder.from(MonosemanticConfig.DEFAULTS)
            .set("data.d_in", width)
            .set("sae", settings)
            .build();
    new MonosemanticExperiment().check(config);
    return config;
  }

  /**
   * Trains an autoencoder.
   *
   * @param train activations to train on, {@code [n, d]}
   * @param evaluation activations to measure it on, {@code [m, d]}
   * @param logged the steps to log, ascending; the last is the number of steps
   */
  public static LayerSae train(
      Engine engine,
      SaeSettings settings,
      Matrix train,
      Matrix evaluation,
      long seed,
      int[] logged) {
    MonosemanticConfig config = configuration(settings, train.cols());
    Activations activations = new MatrixActivations(train, evaluation, settings.batch(), seed);
    Map<Integer, Double> losses = new TreeMap<>();
    SaePlan plan = MonosemanticPlans.plan(config, seed, activations);
    try (SaeSession session = Engines.saeTrainer(engine).open(plan, settings.threads())) {
      int next = 0;
      for (int step = 1; step <= settings.steps(); step++) {
        Matrix batch = activations.batches().samples(step, 0, settings.batch());
        boolean logs = next < logged.length && logged[next] == step;
        Optional<SaeLoss> loss = logs ? Optional.of(session.step(batch)) : session.advance(batch);
        if (loss.isPresent() && !Double.isFinite(loss.get().total())) {
          return new LayerSae(plan.architecture(), null, step, losses, Map.of());
        }
        if (logs) {
          losses.put(step, loss.get().total());
          next++;
        }
      }
      return new LayerSae(
          plan.architecture(),
          session.parameters(),
          settings.steps(),
          losses,
          activations.measure(session));
    }
  }

  /** The matrices of the autoencoder under SAELens's names. */
  public Map<String, Matrix> arrays() {
    return new LinkedHashMap<>(CellSae.arrays(architecture, parameters));
  }
}
