package dev.polysweep.experiment.temporal;

import dev.polysweep.data.ScheduledGroups;
import dev.polysweep.engine.net.TrainingSession;
import dev.polysweep.math.Matrix;
import dev.polysweep.metric.psi.ConceptInputs;
import dev.polysweep.metric.psi.Psi;
import dev.polysweep.metric.psi.PsiNull;
import dev.polysweep.metric.psi.PsiProbe;
import dev.polysweep.metric.psi.PsiScorer;

/**
 * Measures the PSI of one cell. The null distribution is kept as long as the activations do not
 * change.
 */
final class PsiMeter {

  private final TemporalConfig config;
  private final ScheduledGroups data;
  private final long seed;
  private PsiScorer scorer;
  private PsiNull chance;

  PsiMeter(TemporalConfig config, ScheduledGroups data, long seed) {
    this.config = config;
    this.data = data;
    this.seed = seed;
  }

  /**
   * Makes the probe on which a dictionary is scored in an epoch: inputs and the network's
   * activations on them, the activations when each feature is shown alone at the quartiles of its
   * active values, and the activations on the input 0.
   */
  PsiProbe probe(TrainingSession session, int model, int epoch) {
    Matrix x = data.probe(epoch);
    ConceptInputs concepts = ConceptInputs.of(x);
    return new PsiProbe(
        x,
        hidden(session, model, x),
        hidden(session, model, concepts.shown()),
        concepts.concepts());
  }

  /** Computes the activations on which PSI is measured. */
  private Matrix hidden(TrainingSession session, int model, Matrix x) {
    int last = TemporalPlans.lastHidden(config);
    return switch (config.psiLayer()) {
      case LAST -> session.forward(model, x, last);
      case NTH -> session.forward(model, x, config.psiNth() - 1);
      case ALL -> sideBySide(session, model, x, last + 1);
    };
  }

  private Matrix sideBySide(TrainingSession session, int model, Matrix x, int layers) {
    Matrix all = new Matrix(x.rows(), config.mlp().hidden() * layers);
    for (int l = 0; l < layers; l++) {
      Matrix h = session.forward(model, x, l);
      for (int s = 0; s < x.rows(); s++) {
        System.arraycopy(
            h.data(), s * h.cols(), all.data(), s * all.cols() + l * h.cols(), h.cols());
      }
    }
    return all;
  }

  /**
   * Computes the PSI of a dictionary.
   *
   * @param encoder {@code [d_sae, d]}; null if its training diverged
   */
  Psi measure(PsiProbe probe, Matrix encoder) {
    if (encoder == null) {
      return Psi.undefined(Psi.Undefined.SAE_DIVERGED);
    }
    if (!Psi.measurable(probe)) {
      return Psi.undefined(Psi.Undefined.NO_VARIANCE);
    }
    if (scorer == null || !stands(probe)) {
      scorer = new PsiScorer(probe);
      chance = PsiNull.of(scorer, config.sae().dSae(), seed, config.nullModel().draws());
    }
    return Psi.of(scorer, encoder, null, seed, chance);
  }

  private boolean stands(PsiProbe probe) {
    PsiProbe last = scorer.probe();
    return last.activations().equals(probe.activations())
        && last.shown().equals(probe.shown())
        && last.inputs().equals(probe.inputs());
  }
}
