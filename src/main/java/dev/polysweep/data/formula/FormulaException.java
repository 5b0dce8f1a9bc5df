package dev.polysweep.data.formula;

/** Thrown for a text that is no formula, or names a column that is not there. */
public final class FormulaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  FormulaException(String message) {
    super(message);
  }
}
