package dev.polysweep.table;

import java.io.Serializable;

/**
 * The values of one metric of one cell over its logged epochs.
 *
 * @param label label of the cell's configuration
 * @param seed seed of the cell
 * @param metric name of the metric
 * @param epochs epochs at which the metric has a value, ascending
 * @param values values at these epochs
 */
public record SeedCurve(String label, long seed, String metric, int[] epochs, double[] values)
    implements Serializable {}
