package dev.polysweep.engine.simd.kernel;

import static dev.polysweep.engine.simd.kernel.Lanes.SPECIES;
import static dev.polysweep.engine.simd.kernel.Lanes.WIDTH;

import dev.polysweep.math.BiasCorrection;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Adam (Kingma and Ba 2015) as in PyTorch, for blocks of parameters each of which counts its own
 * number t of steps: m = β₁m + (1 − β₁)g, v = β₂v + (1 − β₂)g², θ = θ − (rate/(1 − β₁^t))·m/(√v/√(1
 * − β₂^t) + ε).
 *
 * <p>Moments below 1e-30 are set to 0, because those of a dead unit would otherwise decay to
 * subnormal numbers, with which arithmetic is slow; the effect on parameters is below rounding.
 * Several threads may update different blocks at the same time.
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

  /**
   * A cache of bias corrections, indexed by the number of steps modulo {@link #GROUPS}; the blocks
   * of a model have only a few different numbers.
   */
  private final Correction[] corrections = new Correction[GROUPS];

  /** The bias correction for a learning rate and a number of steps. */
  private record Correction(double rate, int taken, BiasCorrection of) {}

  /**
   * An optimiser with the given settings.
   *
   * @param beta1 decay rate β₁ of the first moment
   * @param beta2 decay rate β₂ of the second moment
   * @param eps ε, which is added to the square root of the second moment
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

  private BiasCorrection correction(int taken) {
    Correction known = corrections[taken % GROUPS];
    if (known != null && known.taken == taken && known.rate == rate) {
      return known.of;
    }
    BiasCorrection correction = BiasCorrection.of(rate, exactBeta1, exactBeta2, taken);
    // A race is harmless: entries say what they are for.
    corrections[taken % GROUPS] = new Correction(rate, taken, correction);
    return correction;
  }

  /**
   * Updates a block of parameters.
   *
   * @param taken number of steps of the block, this one included
   * @param theta parameters; updated from index theta0 on
   * @param m first moments; updated from index moments0 on
   * @param v second moments; updated from index moments0 on
   * @param gradient gradients, read from index gradient0 on
   * @param length number of entries, a multiple of {@link Lanes#COUNT}
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
    BiasCorrection correction = correction(taken);
    float stepSize = correction.stepSize();
    float root = correction.root();
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

  /** Updates the single parameter at index i, whose moments are also at index i. */
  public void updateOne(int taken, float[] theta, float[] m, float[] v, int i, float gradient) {
    BiasCorrection correction = correction(taken);
    float first = Math.fma(beta1, m[i], gradient * rest1);
    float second = Math.fma(beta2, v[i], gradient * gradient * rest2);
    m[i] = Math.abs(first) < FLUSH ? 0 : first;
    v[i] = second < FLUSH ? 0 : second;
    float root = (float) Math.sqrt(v[i]);
    theta[i] -= m[i] * correction.stepSize() / (root * correction.root() + eps);
  }
}
