package dev.polysweep.sweep;

import java.io.Serializable;

/**
 * One configuration × one seed.
 *
 * @param index its number within the sweep, from 0
 * @param id first 16 hex digits of SHA-256 over experiment, canonical configuration and seed
 * @param configuration its configuration
 * @param seed its seed
 */
public record Cell(long index, String id, Configuration configuration, long seed)
    implements Serializable {}
