/**
 * The numerical ground floor: a row-major float matrix, counter-based random numbers, random
 * initial matrices, and elementary functions that give the same bits on every machine.
 *
 * <p>This package imports nothing but the JDK, and every other package that computes may import it.
 * Read {@link dev.polysweep.math.Matrix} first, then {@link dev.polysweep.math.Philox}, by which
 * all randomness of a sweep is a function of seed, purpose, step and sample.
 */
package dev.polysweep.math;
