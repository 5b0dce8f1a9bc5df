package dev.polysweep.sweep;

import java.io.Serializable;

/**
 * A cell of a sweep: one configuration run with one seed.
 *
 * @param index number of the cell within the sweep, from 0
 * @param id name of the cell: the first 16 hex digits of SHA-256 over experiment, {@link
 *     Configuration#identity} and seed
 * @param configuration the settings that the cell runs with
 * @param seed the seed of all random numbers of the cell
 */
public record Cell(long index, String id, Configuration configuration, long seed)
    implements Serializable {}
