package dev.polysweep.data;

import dev.polysweep.math.Matrix;

/**
 * A distribution of inputs. Sample s of step t is a function of (seed, t, s), so that adding
 * samples or steps changes no earlier one, and networks with one seed are compared on common random
 * numbers.
 */
public interface InputSource {

  /** The width of a sample. */
  int features();

  /**
   * Draws the samples of a step.
   *
   * @param seed key of the draws
   * @param step number of the step; training counts from 0, held-out samples are those of −1
   * @param x {@code [samples, features]}, overwritten
   */
  void fill(long seed, int step, Matrix x);
}
