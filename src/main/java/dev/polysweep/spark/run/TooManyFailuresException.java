package dev.polysweep.spark.run;

import java.util.List;

/**
 * Is thrown if a run was stopped because as many cells had failed as {@code --max-failures} allows.
 */
public final class TooManyFailuresException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param failed number of cells that have failed
   * @param errors errors of the first few of them, each with its label and seed; at least one
   */
  TooManyFailuresException(long failed, List<String> errors) {
    super(failed + (failed == 1 ? " cell" : " cells") + " failed; the first: " + errors.get(0));
  }
}
