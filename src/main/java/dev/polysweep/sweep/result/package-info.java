/**
 * The results of a cell in memory, before they become rows; the schemas of the tables whose columns
 * depend on the sweep; and the provenance of results.
 *
 * <p>The package may be imported by {@code sweep}, {@code spark}, {@code job} and {@code cli}. Read
 * {@link dev.polysweep.sweep.result.CellResult} first, then {@link
 * dev.polysweep.sweep.result.SweepTables}.
 */
package dev.polysweep.sweep.result;
