package dev.polysweep.engine.simd.kernel;

import static dev.polysweep.engine.simd.kernel.Lanes.SPECIES;
import static dev.polysweep.engine.simd.kernel.Lanes.WIDTH;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Adam (Kingma and Ba 2015) as PyTorch computes it, for blocks of parameters that have each taken a
 * number of steps of their own: m = β₁m + (1 − β₁)g, v = β₂v + (1 − β₂)g², θ = θ − (rate/(1 −
 * β₁^t))·m/(√v/√(1 − β₂^t) + ε).
 *
 * <p>Moments below 1e-30 become 0, so that those of a dead unit never turn subnormal, which is
 * slow; the change is below rounding. Several threads may update different blocks at a time.
 */
public final class Adam {

  private static final float FLUSH = 1e-30f;
  private static final int GROUPS = 256;

  private final float beta1;
  private final float beta2;
  private final float rest1;
  private final float rest2;
  private final float eps;
  private final double exactBeta1;
  private final double exactBeta2;
  private double rate;

  /** The newest corrections, by the last bits of the steps taken: blocks fall into few groups. */
  private final Correction[] corrections = new Correction[GROUPS];

  /**
   * The bias corrections after some steps.
   *
   * @param rate learning rate that they are for
   * @param taken steps that they are for
   * @param stepSize rate/(1 − β₁^taken)
   * @param root 1/√(1 − β₂^taken)
   */
  private record Correction(double rate, int taken, float stepSize, float root) {}

  /**
   * @param beta1 decay of the first moment
   * @param beta2 decay of the second moment
   * @param eps added to the root of the second moment
   */
  public Adam(double beta1, double beta2, double eps) {
    exactBeta1 = beta1;
    exactBeta2 = beta2;
    this.beta1 = (float) beta1;
    this.beta2 = (float) beta2;
    rest1 = (float) (1 - beta1);
    rest2 = (float) (1 - beta2);
    this.eps = (float) eps;
  }

  /** Sets the learning rate of the updates that follow. */
  public void begin(double learningRate) {
    rate = learningRate;
  }

  private Correction correction(int taken) {
    Correction known = corrections[taken % GROUPS];
    if (known != null && known.taken == taken && known.rate == rate) {
      return known;
    }
    Correction correction =
        new Correction(
            rate,
            taken,
            (float) (rate / (1 - StrictMath.pow(exactBeta1, taken))),
            (float) (1 / StrictMath.sqrt(1 - StrictMath.pow(exactBeta2, taken))));
    corrections[taken % GROUPS] = correction; // two threads may, with the same
    return correction;
  }

  /**
   * Updates a block.
   *
   * @param taken steps of the block, this one included
   * @param theta parameters, changed from theta0 on
   * @param m first moments, changed from moments0 on
   * @param v second moments, changed from moments0 on
   * @param gradient gradients from gradient0 on
   * @param length a multiple of {@link Lanes#COUNT}
   */
  public void update(
      int taken,
      float[] theta,
      int theta0,
      float[] m,
      float[] v,
      int moments0,
      float[] gradient,
      int gradient0,
      int length) {
    Correction correction = correction(taken);
    float stepSize = correction.stepSize;
    float root = correction.root;
    FloatVector decay1 = FloatVector.broadcast(SPECIES, beta1);
    FloatVector decay2 = FloatVector.broadcast(SPECIES, beta2);
    for (int i = 0; i < length; i += WIDTH) {
      FloatVector g = FloatVector.fromArray(SPECIES, gradient, gradient0 + i);
      FloatVector first = decay1.fma(FloatVector.fromArray(SPECIES, m, moments0 + i), g.mul(rest1));
      FloatVector second =
          decay2.fma(FloatVector.fromArray(SPECIES, v, moments0 + i), g.mul(g).mul(rest2));
      first = first.blend(0f, first.abs().compare(VectorOperators.LT, FLUSH));
      second = second.blend(0f, second.compare(VectorOperators.LT, FLUSH));
      first.intoArray(m, moments0 + i);
      second.intoArray(v, moments0 + i);
      FloatVector change = first.mul(stepSize).div(second.sqrt().mul(root).add(eps));
      FloatVector.fromArray(SPECIES, theta, theta0 + i).sub(change).intoArray(theta, theta0 + i);
    }
  }

  /** Updates the parameter at index i, whose moments are at index i too. */
  public void updateOne(int taken, float[] theta, float[] m, float[] v, int i, float gradient) {
    Correction correction = correction(taken);
    float first = Math.fma(beta1, m[i], gradient * rest1);
    float second = Math.fma(beta2, v[i], gradient * gradient * rest2);
    m[i] = Math.abs(first) < FLUSH ? 0 : first;
    v[i] = second < FLUSH ? 0 : second;
    float root = (float) Math.sqrt(v[i]);
    theta[i] -= m[i] * correction.stepSize / (root * correction.root + eps);
  }
}
