package dev.polysweep.math;

/**
 * The correction of Adam's moments for their start at 0 (Kingma and Ba 2015), computed in double
 * precision and rounded once, so that every engine has the same bits.
 *
 * @param stepSize rate/(1 − β₁^t)
 * @param root 1/√(1 − β₂^t)
 */
public record BiasCorrection(float stepSize, float root) {

  /**
   * The correction at one step.
   *
   * @param rate learning rate of the step
   * @param beta1 decay rate β₁ of the first moment
   * @param beta2 decay rate β₂ of the second moment
   * @param taken number t of steps, this one included
   */
  public static BiasCorrection of(double rate, double beta1, double beta2, int taken) {
    return new BiasCorrection(
        (float) (rate / (1 - Powers.of(beta1).at(taken))),
        (float) (1 / StrictMath.sqrt(1 - Powers.of(beta2).at(taken))));
  }
}
