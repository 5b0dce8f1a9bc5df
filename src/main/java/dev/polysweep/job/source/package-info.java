/**
 * Single results of a sweep, read from its folder for a report, without a running Spark: runs,
 * matrices and curves of the cells that belong to the sweep at hand.
 *
 * <p>The package may be imported by {@code job}. Read {@link dev.polysweep.job.source.SweepCells}
 * first.
 */
package dev.polysweep.job.source;
