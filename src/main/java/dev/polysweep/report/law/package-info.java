/**
 * Laws of the literature, each a class with its source, its prediction and its estimator; what a
 * sweep says about them; and the page of {@code polysweep ledger}.
 *
 * <p>Read {@link dev.polysweep.report.law.Law} first, then one of the laws, for example {@link
 * dev.polysweep.report.law.toy.RegularPolygons}.
 */
package dev.polysweep.report.law;
