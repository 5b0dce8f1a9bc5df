package dev.polysweep.experiment.monosemantic;

import dev.polysweep.engine.sae.SaeBatches;
import dev.polysweep.engine.sae.SaeTraining;
import dev.polysweep.math.Matrix;
import java.util.Map;

/** What the cells of a seed are trained and measured on. */
interface Activations {

  /** Batches for training. */
  SaeBatches batches();

  /** Samples that are not trained on, {@code [eval_samples, d_in]}. */
  Matrix evaluation();

  /** Mean of ‖x‖. */
  double meanNorm();

  /** What b_dec is at the start, for inputs times a scale, {@code [d_in]}. */
  float[] center(double scale);

  /** Every metric of a finished cell; NaN for what is not known of these activations. */
  Map<String, Double> measure(SaeTraining session);
}
