/**
 * Statistics of a metric over seeds: summaries with confidence intervals, comparisons paired by
 * seed, factorial effects, tests against a null distribution, and the combination and correction of
 * p-values. An undefined statistic is null; an undefined mean is NaN.
 *
 * <p>The package imports nothing of Polysweep; whoever may import {@code metric} may import it.
 * Read {@link dev.polysweep.metric.statistic.SampleSummary} first, then {@link
 * dev.polysweep.metric.statistic.PairedContrast}.
 */
package dev.polysweep.metric.statistic;
