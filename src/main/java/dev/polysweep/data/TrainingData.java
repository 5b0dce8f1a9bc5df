package dev.polysweep.data;

import dev.polysweep.math.Matrix;
import java.io.Serializable;

/**
 * The source of the batch of each training step. A batch is a matrix of inputs {@code [samples,
 * inputs]} and one of targets {@code [samples, targets]}.
 */
public sealed interface TrainingData extends Serializable {

  /** The number of samples in a batch. */
  int samples();

  /** The width of the input. */
  int inputs();

  /** The width of the target. */
  int targets();

  /**
   * The same batch at every step (full-batch training).
   *
   * @param x {@code [samples, inputs]}
   * @param y {@code [samples, targets]}; the same object as x for an autoencoder
   */
  record Fixed(Matrix x, Matrix y) implements TrainingData {
    /**
     * @throws IllegalArgumentException if x and y differ in their number of rows or have none
     */
    public Fixed {
      if (x.rows() != y.rows() || x.rows() == 0) {
        throw new IllegalArgumentException(
            "inputs " + x + " and targets " + y + " need the same number of rows, at least 1");
      }
    }

    @Override
    public int samples() {
      return x.rows();
    }

    @Override
    public int inputs() {
      return x.cols();
    }

    @Override
    public int targets() {
      return y.cols();
    }
  }

  /**
   * A fresh batch at every step, computed from the step's number. Generators that are equal by
   * {@code equals} must draw the same batch, because an engine draws it once for all models of a
   * pack whose generators are equal. An implementation is therefore best a record.
   */
  non-sealed interface Generated extends TrainingData {
    /**
     * Computes the batch of a step.
     *
     * @param step number of the step, from 0
     * @param x {@code [samples, inputs]}, overwritten
     * @param y {@code [samples, targets]}, overwritten
     */
    void fill(int step, Matrix x, Matrix y);
  }

  /**
   * Sparse features drawn anew at every step, reconstructed by an autoencoder (target = input).
   * Feature i of sample s is active when the uniform draw of (seed, {@code ACTIVE}, step, s, i) is
   * below {@code featureProbability}; its value is then the draw of (seed, {@code VALUE}, step, s,
   * i), uniform on [0, 1), and otherwise 0. Draws do not depend on the probability, so models with
   * one seed and different probabilities are compared on common random numbers. A draw is 24 bits:
   * word i mod 4 of Philox block i div 4, shifted right by 8, times 2⁻²⁴.
   *
   * @param samples batch size
   * @param nFeatures width of input and target
   * @param featureProbability probability that a feature is active, in [0, 1]
   * @param seed key of the draws
   */
  record SparseFeatures(int samples, int nFeatures, double featureProbability, long seed)
      implements TrainingData {
    @Override
    public int inputs() {
      return nFeatures;
    }

    @Override
    public int targets() {
      return nFeatures;
    }

    /**
     * The smallest float that is at least {@code featureProbability}. A draw, which is a float, is
     * below the one exactly if it is below the other.
     */
    public float threshold() {
      float p = (float) featureProbability;
      return p < featureProbability ? Math.nextUp(p) : p;
    }
  }
}
