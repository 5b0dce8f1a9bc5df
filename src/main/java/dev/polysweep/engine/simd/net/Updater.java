package dev.polysweep.engine.simd.net;

import static dev.polysweep.engine.simd.kernel.Lanes.SPECIES;
import static dev.polysweep.engine.simd.kernel.Lanes.WIDTH;

import dev.polysweep.engine.net.OptimizerSpec;
import dev.polysweep.engine.simd.kernel.Elementwise;
import dev.polysweep.engine.simd.kernel.Lanes;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * One model's optimiser: Adam (Kingma and Ba 2015), AdamW (Loshchilov and Hutter 2019) or plain
 * SGD, as PyTorch computes them. Moments below 1e-30 become 0, so that a dead unit's never turn
 * subnormal, which is slow; the change is below rounding.
 */
public final class Updater {

  private static final float FLUSH = 1e-30f;

  private final OptimizerSpec spec;
  private final int totalSteps;
  private final float[] first;
  private final float[] second;
  private final int[] taken;
  private int step;
  private double rate;
  private int corrected; // number of steps that the next two are for
  private float stepSize;
  private float rootCorrection;

  /**
   * @param length floats of gradients and moments
   * @param blocks number of parameter blocks, each with a count of steps of its own
   */
  Updater(OptimizerSpec spec, int totalSteps, int length, int blocks) {
    this.spec = spec;
    this.totalSteps = totalSteps;
    taken = new int[blocks];
    boolean moments = spec.kind() != OptimizerSpec.Kind.SGD;
    first = new float[moments ? length : 0];
    second = new float[moments ? length : 0];
  }

  /** Begins the next step: sets the learning rate. */
  void begin() {
    double progress = Math.min(1.0, step / (double) totalSteps);
    rate =
        spec.schedule() == OptimizerSpec.Schedule.COSINE
            ? spec.lr() * (1 + StrictMath.cos(StrictMath.PI * progress)) / 2
            : spec.lr();
    step++;
    corrected = 0;
  }

  /** What coupled weight decay multiplies parameters with, to be added to their gradients. */
  float coupledDecay() {
    return spec.kind() == OptimizerSpec.Kind.ADAMW ? 0f : (float) spec.weightDecay();
  }

  /**
   * Applies the step to a block.
   *
   * @param block its number
   * @param theta parameters, changed from theta0 on
   * @param gradient gradients from gradient0 on, which is also where the block's moments are
   * @param length a multiple of {@link Lanes#COUNT}
   */
  void apply(int block, float[] theta, int theta0, float[] gradient, int gradient0, int length) {
    taken[block]++;
    switch (spec.kind()) {
      case SGD -> Elementwise.addScaled(theta, theta0, gradient, gradient0, length, (float) -rate);
      case ADAM -> adam(taken[block], theta, theta0, gradient, gradient0, length);
      case ADAMW -> {
        Elementwise.scale(theta, theta0, length, (float) (1 - rate * spec.weightDecay()));
        adam(taken[block], theta, theta0, gradient, gradient0, length);
      }
    }
  }

  private void adam(
      int steps, float[] theta, int theta0, float[] gradient, int gradient0, int length) {
    FloatVector beta1 = FloatVector.broadcast(SPECIES, (float) spec.beta1());
    FloatVector beta2 = FloatVector.broadcast(SPECIES, (float) spec.beta2());
    float rest1 = (float) (1 - spec.beta1());
    float rest2 = (float) (1 - spec.beta2());
    float eps = (float) spec.eps();
    correct(steps);
    for (int i = 0; i < length; i += WIDTH) {
      FloatVector g = FloatVector.fromArray(SPECIES, gradient, gradient0 + i);
      FloatVector m = beta1.fma(FloatVector.fromArray(SPECIES, first, gradient0 + i), g.mul(rest1));
      FloatVector v =
          beta2.fma(FloatVector.fromArray(SPECIES, second, gradient0 + i), g.mul(g).mul(rest2));
      m = m.blend(0f, m.abs().compare(VectorOperators.LT, FLUSH));
      v = v.blend(0f, v.compare(VectorOperators.LT, FLUSH));
      m.intoArray(first, gradient0 + i);
      v.intoArray(second, gradient0 + i);
      FloatVector change = m.mul(stepSize).div(v.sqrt().mul(rootCorrection).add(eps));
      FloatVector.fromArray(SPECIES, theta, theta0 + i).sub(change).intoArray(theta, theta0 + i);
    }
  }

  /** Bias corrections after so many steps; most blocks have taken equally many. */
  private void correct(int steps) {
    if (corrected != steps) {
      stepSize = (float) (rate / (1 - StrictMath.pow(spec.beta1(), steps)));
      rootCorrection = (float) (1 / StrictMath.sqrt(1 - StrictMath.pow(spec.beta2(), steps)));
      corrected = steps;
    }
  }

  /** What the optimiser remembers: moments, and steps taken by each block. */
  record State(float[] first, float[] second, int[] taken) {}

  /** A copy of what it remembers. */
  State state() {
    return new State(first.clone(), second.clone(), taken.clone());
  }

  /** Remembers what another of the same sizes did. */
  void setState(State state) {
    System.arraycopy(state.first, 0, first, 0, first.length);
    System.arraycopy(state.second, 0, second, 0, second.length);
    System.arraycopy(state.taken, 0, taken, 0, taken.length);
  }

  /** Forgets the moments of a block, and that it has taken any steps. */
  void forget(int block, int gradient0, int length) {
    taken[block] = 0;
    if (first.length > 0) {
      Arrays.fill(first, gradient0, gradient0 + length, 0f);
      Arrays.fill(second, gradient0, gradient0 + length, 0f);
    }
  }
}
