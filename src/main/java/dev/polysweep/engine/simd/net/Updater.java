package dev.polysweep.engine.simd.net;

import dev.polysweep.engine.net.OptimizerSpec;
import dev.polysweep.engine.simd.kernel.Adam;
import dev.polysweep.engine.simd.kernel.Elementwise;
import dev.polysweep.engine.simd.kernel.Lanes;
import java.util.Arrays;

/**
 * The optimiser of one model as in PyTorch: {@link Adam}, AdamW (Loshchilov and Hutter 2019), which
 * is Adam after a decoupled weight decay, or plain gradient descent.
 */
final class Updater {

  private final Rule weights;
  private final Rule biases;
  private final int totalSteps;
  private final float[] first;
  private final float[] second;
  private final int[] taken;
  private int step;

  /** The update of weights, or of biases. */
  private final class Rule {
    final OptimizerSpec spec;
    final Adam adam;
    double rate;

    Rule(OptimizerSpec spec) {
      this.spec = spec;
      adam = new Adam(spec.beta1(), spec.beta2(), spec.eps());
    }

    void begin() {
      rate = spec.rate(step, totalSteps);
      adam.begin(rate);
    }

    void apply(int taken, float[] theta, int theta0, float[] gradient, int gradient0, int length) {
      switch (spec.kind()) {
        case SGD ->
            Elementwise.addScaled(theta, theta0, gradient, gradient0, length, (float) -rate);
        case ADAM -> adam(taken, theta, theta0, gradient, gradient0, length);
        case ADAMW -> {
          Elementwise.scale(theta, theta0, length, (float) (1 - rate * spec.weightDecay()));
          adam(taken, theta, theta0, gradient, gradient0, length);
        }
      }
    }

    private void adam(
        int taken, float[] theta, int theta0, float[] gradient, int gradient0, int length) {
      adam.update(taken, theta, theta0, first, second, gradient0, gradient, gradient0, length);
    }
  }

  /**
   * An optimiser that has taken no steps yet.
   *
   * @param totalSteps number of steps of the whole run, for the schedule of the learning rate
   * @param length length of the arrays of gradients and moments
   * @param blocks number of parameter blocks, each of which counts its own steps; those of biases
   *     have odd numbers
   */
  Updater(OptimizerSpec spec, int totalSteps, int length, int blocks) {
    weights = new Rule(spec);
    biases = new Rule(spec.ofBiases());
    this.totalSteps = totalSteps;
    taken = new int[blocks];
    boolean moments = spec.kind() != OptimizerSpec.Kind.SGD;
    first = new float[moments ? length : 0];
    second = new float[moments ? length : 0];
  }

  /** Begins the next step and sets its learning rates. */
  void begin() {
    weights.begin();
    biases.begin();
    step++;
  }

  /**
   * Applies the current step to one block of parameters.
   *
   * @param block number of the block
   * @param theta parameters; updated from index theta0 on
   * @param gradient gradients from index gradient0 on, where the block's moments also begin in
   *     their arrays
   * @param length number of entries, a multiple of {@link Lanes#COUNT}
   */
  void apply(int block, float[] theta, int theta0, float[] gradient, int gradient0, int length) {
    taken[block]++;
    Rule rule = block % 2 == 0 ? weights : biases;
    rule.apply(taken[block], theta, theta0, gradient, gradient0, length);
  }

  /** The state of an optimiser: both moments, and the number of steps taken by each block. */
  record State(float[] first, float[] second, int[] taken) {}

  /** A copy of the state. */
  State state() {
    return new State(first.clone(), second.clone(), taken.clone());
  }

  /** Replaces the state by a copy of another one of the same sizes. */
  void setState(State state) {
    System.arraycopy(state.first, 0, first, 0, first.length);
    System.arraycopy(state.second, 0, second, 0, second.length);
    System.arraycopy(state.taken, 0, taken, 0, taken.length);
  }

  /** Resets a block: its moments and its number of steps become 0. */
  void forget(int block, int gradient0, int length) {
    taken[block] = 0;
    if (first.length > 0) {
      Arrays.fill(first, gradient0, gradient0 + length, 0f);
      Arrays.fill(second, gradient0, gradient0 + length, 0f);
    }
  }
}
