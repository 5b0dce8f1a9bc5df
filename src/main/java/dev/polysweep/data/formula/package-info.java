/**
 * Formulas over the columns of a sample, from which targets are computed.
 *
 * <p>The package imports {@code math} only, and a parser of expressions, EvalEx, that nothing else
 * uses. It may be imported wherever {@code data} may. Read {@link
 * dev.polysweep.data.formula.Formula} first.
 */
package dev.polysweep.data.formula;
