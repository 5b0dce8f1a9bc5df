package dev.polysweep.experiment.network;

import dev.polysweep.engine.Engine;
import dev.polysweep.engine.net.TrainingSession;
import dev.polysweep.experiment.CellRun;
import dev.polysweep.experiment.monosemantic.LayerSae;
import dev.polysweep.experiment.network.NetworkConfig.Keep;
import dev.polysweep.math.Matrix;
import dev.polysweep.metric.dictionary.Macs;
import dev.polysweep.metric.psi.ConceptInputs;
import java.util.Map;

/** A cell while it runs: its samples, its network in training, and the autoencoder after that. */
final class NetworkCell {

  static final String PHASE = "train";

  final CellRun<NetworkConfig> run;
  final NetworkConfig config;
  final Samples samples;

  /** Inputs that show one column at a time; null if no metric needs them. */
  final ConceptInputs concepts;

  /** Index of the cell's network in the training session; its twin, if it has one, is the next. */
  final int model;

  private double loss;
  private double tailSum;
  private int tailSteps;

  NetworkCell(CellRun<NetworkConfig> run, Samples samples, int model) {
    this.run = run;
    this.samples = samples;
    this.model = model;
    config = run.config();
    boolean shown = config.measure().stream().anyMatch(m -> m.metric().ofConcepts());
    concepts = shown ? View.concepts(samples) : null;
  }

  /** Takes note of a step after which the caller looked. */
  void observe(TrainingSession session, int step, boolean tail) {
    if (run.divergence() != null) {
      return;
    }
    if (!session.live(model)) {
      run.diverged("the loss was not finite by step " + step);
      return;
    }
    loss = session.loss(model);
    if (tail) {
      tailSum += loss;
      tailSteps++;
    }
  }

  /** The loss of the last step that was observed. */
  double loss() {
    return loss;
  }

  /** The mean loss of the last steps. */
  double finalLoss() {
    return tailSum / tailSteps;
  }

  /** Adds the time that the cell's networks took to train. */
  void spent(TrainingSession session) {
    run.spent(session.nanos(model));
    if (Measures.needsTwin(config)) {
      run.spent(session.nanos(model + 1));
    }
  }

  /** Trains the sparse autoencoder on the layer that the settings name, if they name one. */
  void trainSae(Engine engine, TrainingSession session) {
    if (config.saeLayer() == null || run.divergence() != null) {
      return;
    }
    long start = System.nanoTime();
    Matrix train = session.forward(model, samples.probe(), config.saeLayer());
    boolean heldOut = samples.x() != null && samples.valX().rows() > 1;
    Matrix evaluation = heldOut ? session.forward(model, samples.valX(), config.saeLayer()) : train;
    LayerSae sae =
        LayerSae.train(
            engine,
            config.sae(),
            train,
            evaluation,
            run.seed(),
            run.loggedEpochs(config.sae().steps()));
    sae.losses().forEach((step, loss) -> run.epoch(NetworkMetrics.SAE_PHASE, step, loss, Map.of()));
    if (sae.parameters() == null) {
      run.diverged("the autoencoder's loss was not finite at step " + sae.steps());
    } else {
      sae.metrics().forEach((name, value) -> run.metric("sae_" + name, value));
      run.metric("sae_macs", Macs.of(sae.parameters().wDec().transpose()));
      if (config.keep().contains(Keep.WEIGHTS)) {
        sae.arrays().forEach(run::array);
      }
    }
    run.spent(System.nanoTime() - start);
  }
}
