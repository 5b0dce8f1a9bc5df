/**
 * Aggregate tables of a sweep's results: summaries, tests against null distributions, contrasts
 * with a baseline, effects of factors, learning curves and summaries of events.
 *
 * <p>{@code cli}, {@code job} and {@code dev.polysweep.spark} use this package; it imports {@code
 * session} and {@code store}. Read {@link dev.polysweep.spark.aggregate.Aggregator} first. Each
 * implementation of {@code Fold} makes the rows of one table from groups of cells, see {@code
 * SeedGroup}.
 */
package dev.polysweep.spark.aggregate;
