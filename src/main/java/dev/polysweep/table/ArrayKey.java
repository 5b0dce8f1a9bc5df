package dev.polysweep.table;

/**
 * Names one matrix of one cell.
 *
 * @param label label of the cell's configuration
 * @param seed seed of the cell
 * @param name name of the matrix, as in {@code arrays.name}
 */
public record ArrayKey(String label, long seed, String name) {}
