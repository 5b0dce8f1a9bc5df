/**
 * Measures of trained networks and statistics over seeds: pure functions, one class a metric. Each
 * class says its formula, its source, its range and what it does at the edges. Arithmetic is in
 * double precision and sums run in index order, so a value is the same bits on every machine. What
 * is undefined is NaN in a metric and null in a statistic.
 */
package dev.polysweep.metric;
