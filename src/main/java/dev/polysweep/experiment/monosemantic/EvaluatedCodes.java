package dev.polysweep.experiment.monosemantic;

import dev.polysweep.engine.sae.LeaveOneOut;
import dev.polysweep.engine.sae.SaeCodes;
import dev.polysweep.engine.sae.SaeTraining;
import dev.polysweep.experiment.monosemantic.MonosemanticConfig.Evaluation;
import dev.polysweep.math.Matrix;

/**
 * The codes of samples for evaluation, and what they decode to.
 *
 * @param codes activations of latents, by the rule that the settings name
 * @param decoded reconstructions, {@code [samples, d_in]}
 */
record EvaluatedCodes(SaeCodes codes, Matrix decoded) {

  /**
   * Encodes and decodes samples.
   *
   * @param x one batch of samples, {@code [samples, d_in]}
   */
  static EvaluatedCodes of(SaeSettings sae, SaeTraining session, Matrix x) {
    SaeCodes codes =
        sae.evaluation() == Evaluation.BATCH ? session.encodeBatch(x) : session.encode(x);
    Matrix decoded = session.decode(codes);
    if (sae.leaveOneOut() == null) {
      return new EvaluatedCodes(codes, decoded);
    }
    SaeCodes kept =
        LeaveOneOut.refine(codes, x, decoded, session.parameters().wDec(), sae.leaveOneOut());
    return new EvaluatedCodes(kept, session.decode(kept));
  }
}
