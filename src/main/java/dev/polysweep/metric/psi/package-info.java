/**
 * The polysemanticity index PSI of a dictionary: its three components, their null distribution over
 * random dictionaries, and the way in which they combine. The definitions are this project's own,
 * because those of the original were never published.
 *
 * <p>The package imports {@code math} and {@code metric} only; whoever may import {@code metric}
 * may import it. Read {@link dev.polysweep.metric.psi.Psi} first, then {@link
 * dev.polysweep.metric.psi.PsiScorer}.
 */
package dev.polysweep.metric.psi;
