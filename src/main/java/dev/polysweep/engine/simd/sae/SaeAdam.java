package dev.polysweep.engine.simd.sae;

import static dev.polysweep.engine.simd.kernel.Lanes.SPECIES;
import static dev.polysweep.engine.simd.kernel.Lanes.WIDTH;

import dev.polysweep.engine.sae.SaeOptimizer;
import dev.polysweep.engine.simd.kernel.Lanes;
import dev.polysweep.engine.simd.net.Updater;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Adam for rows that have each taken a number of steps of their own. As in {@link Updater}, moments
 * below 1e-30 become 0, so that a dead latent's never turn subnormal. Safe for several threads on
 * different rows.
 */
final class SaeAdam {

  private static final float FLUSH = 1e-30f;
  private static final int GROUPS = 256;

  private final SaeOptimizer spec;
  private double rate;

  /** Of this step, by the last bits of the steps taken: rows fall into few groups. */
  private Correction[] corrections;

  /** What the step is multiplied with, and the root of the second moment. */
  private record Correction(int taken, float stepSize, float root) {}

  SaeAdam(SaeOptimizer spec) {
    this.spec = spec;
  }

  /**
   * Begins a step.
   *
   * @param step from 0
   */
  void begin(int step) {
    rate = spec.rate(step);
    corrections = new Correction[GROUPS];
  }

  private Correction correction(int taken) {
    Correction known = corrections[taken % GROUPS];
    if (known != null && known.taken == taken) {
      return known;
    }
    Correction correction =
        new Correction(
            taken,
            (float) (rate / (1 - StrictMath.pow(spec.beta1(), taken))),
            (float) (1 / StrictMath.sqrt(1 - StrictMath.pow(spec.beta2(), taken))));
    corrections[taken % GROUPS] = correction; // two threads may, with the same
    return correction;
  }

  /**
   * Applies the step to a row.
   *
   * @param taken steps of the row, this one included
   * @param theta changed from theta0 on, as are the moments m and v
   * @param gradient from gradient0 on
   * @param length a multiple of {@link Lanes#COUNT}
   */
  void row(
      int taken,
      float[] theta,
      float[] m,
      float[] v,
      int theta0,
      float[] gradient,
      int gradient0,
      int length) {
    Correction correction = correction(taken);
    float stepSize = correction.stepSize;
    float root = correction.root;
    FloatVector beta1 = FloatVector.broadcast(SPECIES, (float) spec.beta1());
    FloatVector beta2 = FloatVector.broadcast(SPECIES, (float) spec.beta2());
    float rest1 = (float) (1 - spec.beta1());
    float rest2 = (float) (1 - spec.beta2());
    float eps = (float) spec.eps();
    for (int i = 0; i < length; i += WIDTH) {
      FloatVector g = FloatVector.fromArray(SPECIES, gradient, gradient0 + i);
      FloatVector first = beta1.fma(FloatVector.fromArray(SPECIES, m, theta0 + i), g.mul(rest1));
      FloatVector second =
          beta2.fma(FloatVector.fromArray(SPECIES, v, theta0 + i), g.mul(g).mul(rest2));
      first = first.blend(0f, first.abs().compare(VectorOperators.LT, FLUSH));
      second = second.blend(0f, second.compare(VectorOperators.LT, FLUSH));
      first.intoArray(m, theta0 + i);
      second.intoArray(v, theta0 + i);
      FloatVector change = first.mul(stepSize).div(second.sqrt().mul(root).add(eps));
      FloatVector.fromArray(SPECIES, theta, theta0 + i).sub(change).intoArray(theta, theta0 + i);
    }
  }

  /** The same for one number. */
  void entry(int taken, float[] theta, float[] m, float[] v, int i, float gradient) {
    Correction correction = correction(taken);
    float g = gradient;
    float first = Math.fma((float) spec.beta1(), m[i], g * (float) (1 - spec.beta1()));
    float second = Math.fma((float) spec.beta2(), v[i], g * g * (float) (1 - spec.beta2()));
    m[i] = Math.abs(first) < FLUSH ? 0 : first;
    v[i] = second < FLUSH ? 0 : second;
    float root = (float) Math.sqrt(v[i]);
    theta[i] -= m[i] * correction.stepSize / (root * correction.root + (float) spec.eps());
  }
}
