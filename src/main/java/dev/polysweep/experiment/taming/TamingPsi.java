package dev.polysweep.experiment.taming;

import dev.polysweep.engine.net.LayerParameters;
import dev.polysweep.engine.net.TrainingSession;
import dev.polysweep.experiment.CellRun;
import dev.polysweep.math.Matrix;
import dev.polysweep.metric.psi.ConceptInputs;
import dev.polysweep.metric.psi.Psi;
import dev.polysweep.metric.psi.PsiNull;
import dev.polysweep.metric.psi.PsiProbe;
import dev.polysweep.metric.psi.PsiScorer;

/**
 * The polysemanticity index of a cell's autoencoder: its latents against those of random
 * dictionaries, on the training rows and on inputs that show one feature each.
 */
final class TamingPsi {

  private final PsiProbe probe;

  /** Reads the activations of a trained network. */
  TamingPsi(TrainingSession session, int model, TamingWork work) {
    Matrix x = work.data.x();
    ConceptInputs concepts = ConceptInputs.of(x);
    probe =
        new PsiProbe(
            x,
            session.forward(model, x, work.lastHidden),
            session.forward(model, concepts.shown(), work.lastHidden),
            concepts.concepts());
  }

  /** Records the index and its components; none if the activations do not vary. */
  void measure(LayerParameters encoder, CellRun<TamingConfig> run) {
    if (!Psi.measurable(probe)) {
      return;
    }
    PsiScorer scorer = new PsiScorer(probe);
    PsiNull chance = PsiNull.of(scorer, encoder.weight().rows(), run.seed(), PsiNull.DRAWS);
    Psi psi = Psi.of(scorer, encoder.weight(), encoder.bias(), run.seed(), chance);
    run.metric(TamingMetrics.PSI, psi.value());
    run.metric("psi_clustering", psi.components().clustering());
    run.metric("psi_interference", psi.components().interference());
    run.metric("psi_mixing", psi.components().mixing());
  }
}
