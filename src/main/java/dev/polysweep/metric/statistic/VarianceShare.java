package dev.polysweep.metric.statistic;

import java.io.Serializable;

/**
 * The share of a metric's variance over the cells of a sweep that one source explains.
 *
 * @param source name of the source: a setting, two settings joined by {@code :}, {@link
 *     VarianceShares#COMBINATION}, {@link VarianceShares#SEED} or {@link VarianceShares#REMAINDER}
 * @param df degrees of freedom of the source
 * @param share estimated share of the variance, ω²; a little below 0 where the source explains less
 *     than chance would
 * @param ci95Low lower end of the interval, from 0 to 1; null for fewer than 3 seeds
 * @param ci95High upper end of the interval; null if the lower end is null
 * @param p p-value of the F test that the source explains nothing; null for the remainder, for
 *     fewer than 2 seeds, and without variance within the source
 */
public record VarianceShare(
    String source, int df, double share, Double ci95Low, Double ci95High, Double p)
    implements Serializable {}
