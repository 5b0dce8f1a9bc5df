package dev.polysweep.experiment.monosemantic;

import dev.polysweep.engine.sae.SaeBatches;
import dev.polysweep.engine.sae.SaeTraining;
import dev.polysweep.math.Matrix;
import java.util.Map;

/** The activations that all cells of a seed are trained and evaluated on. */
interface Activations {

  /** The batches for training. */
  SaeBatches batches();

  /**
   * The first of the samples for evaluation, which are not trained on.
   *
   * @param most largest number of samples
   * @return {@code [samples, d_in]}
   */
  Matrix evaluation(int most);

  /** The mean of the Euclidean norm ‖x‖ of a sample. */
  double meanNorm();

  /** The initial value of b_dec {@code [d_in]} for inputs that are multiplied with a scale. */
  float[] center(double scale);

  /**
   * Measures every metric of a finished cell. A metric that cannot be computed on these
   * activations, for example because their true features are unknown, is NaN.
   */
  Map<String, Double> measure(SaeTraining session);

  /**
   * Matrices that compare a dictionary with the true features, by their name in the table {@code
   * arrays}; none where the features are not known.
   *
   * @param decoder decoder rows, {@code [d_sae, d_in]}
   */
  default Map<String, Matrix> compared(Matrix decoder) {
    return Map.of();
  }
}
