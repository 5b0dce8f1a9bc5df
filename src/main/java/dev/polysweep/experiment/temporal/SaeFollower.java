package dev.polysweep.experiment.temporal;

import dev.polysweep.engine.Engine;
import dev.polysweep.engine.net.LayerParameters;
import dev.polysweep.engine.net.ModelState;
import dev.polysweep.engine.net.TrainingPlan;
import dev.polysweep.engine.net.TrainingSession;
import dev.polysweep.math.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Trains the small autoencoders of several cells on the cells' activations, each from the state
 * that its last training ended in.
 */
final class SaeFollower {

  private final Engine engine;

  SaeFollower(Engine engine) {
    this.engine = engine;
  }

  /**
   * An autoencoder after a stretch of training.
   *
   * @param state parameters and Adam's state; null if the loss was not finite
   * @param parameters encoder and decoder
   * @param reconstruction the autoencoder's output on the activations
   * @param live whether the loss stayed finite
   */
  record Trained(
      ModelState state, List<LayerParameters> parameters, Matrix reconstruction, boolean live) {

    /** W_enc {@code [d_sae, d]}, or null if the training diverged. */
    Matrix encoder() {
      return live ? parameters.get(0).weight() : null;
    }
  }

  /**
   * Trains copies of the cells' autoencoders; the cells are not changed. An autoencoder that has
   * been trained before trains for the number of epochs of a later measurement, a new one for that
   * of the first measurement.
   *
   * @param acts activations, one matrix per cell
   */
  List<Trained> train(List<TemporalCell> cells, List<Matrix> acts) {
    Trained[] trained = new Trained[cells.size()];
    for (boolean fresh : new boolean[] {true, false}) {
      int[] which =
          IntStream.range(0, trained.length)
              .filter(i -> (cells.get(i).sae == null) == fresh)
              .toArray();
      if (which.length > 0) {
        TemporalConfig.Sae sae = cells.get(0).config.sae();
        train(cells, acts, which, fresh ? sae.firstEpochs() : sae.epochs(), trained);
      }
    }
    return List.of(trained);
  }

  private void train(
      List<TemporalCell> cells, List<Matrix> acts, int[] which, int epochs, Trained[] trained) {
    List<TrainingPlan> plans = new ArrayList<>();
    for (int i : which) {
      TemporalCell cell = cells.get(i);
      plans.add(TemporalPlans.sae(cell.config, acts.get(i), cell.run.seed()));
    }
    try (TrainingSession session = engine.open(plans)) {
      for (int k = 0; k < which.length; k++) {
        if (cells.get(which[k]).sae != null) {
          session.setState(k, cells.get(which[k]).sae);
        }
      }
      session.train(epochs);
      for (int k = 0; k < which.length; k++) {
        boolean live = session.live(k);
        trained[which[k]] =
            new Trained(
                live ? session.state(k) : null,
                session.parameters(k),
                session.forward(k, acts.get(which[k]), 1),
                live);
        cells.get(which[k]).run.spent(session.nanos(k));
      }
    }
  }
}
