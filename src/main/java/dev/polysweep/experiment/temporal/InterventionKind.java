package dev.polysweep.experiment.temporal;

import dev.polysweep.math.Initializers;
import dev.polysweep.math.Matrix;
import dev.polysweep.math.RandomStream;
import java.util.Locale;

/**
 * The kinds of change that an intervention makes to the weight matrices of the input and hidden
 * layers between two epochs.
 */
public enum InterventionKind {
  /** Each weight is, with probability 0.1·strength, redrawn from N(0, 0.01²). */
  WEIGHT_RESET,
  /** The matrix is redrawn as an orthogonal matrix times √2; the strength has no effect. */
  ORTHOGONAL_RESET,
  /** Noise from N(0, (0.01·strength)²) is added to each weight. */
  NOISE_INJECTION;

  private static final double RESET_CHANCE = 0.1;
  private static final double SMALL = 0.01;

  /** Returns the changed matrix; the argument is not modified. */
  Matrix change(Matrix weight, double strength, RandomStream random) {
    if (this == ORTHOGONAL_RESET) {
      return Initializers.orthogonal(weight.rows(), weight.cols(), StrictMath.sqrt(2), random);
    }
    Matrix changed = weight.copy();
    float[] w = changed.data();
    for (int i = 0; i < w.length; i++) {
      if (this == NOISE_INJECTION) {
        w[i] += (float) (SMALL * strength * random.nextGaussian());
      } else {
        boolean reset = random.nextDouble() < RESET_CHANCE * strength;
        double drawn = SMALL * random.nextGaussian();
        w[i] = reset ? (float) drawn : w[i];
      }
    }
    return changed;
  }

  /** The name of the kind in files, in lower case. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
