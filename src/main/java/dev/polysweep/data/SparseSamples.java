package dev.polysweep.data;

import dev.polysweep.math.Matrix;

/**
 * Samples x = Σ_i c_i·F_i with the coefficients that made them, row by row: those of sample s are
 * entries {@code start[s]} to {@code start[s + 1]}, features ascending.
 *
 * @param x {@code [samples, d_in]}
 * @param start {@code [samples + 1]}
 * @param feature {@code [entries]} active feature
 * @param value {@code [entries]} its coefficient, above 0
 */
public record SparseSamples(Matrix x, int[] start, int[] feature, float[] value) {}
