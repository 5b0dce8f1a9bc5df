package dev.polysweep.data;

import dev.polysweep.math.Matrix;

/**
 * Samples x = Σ_i c_i·F_i of ground-truth features F with their coefficients c as a sparse matrix
 * in row-compressed form: the coefficients of sample s are the entries {@code start[s]} (inclusive)
 * to {@code start[s + 1]} (exclusive), features ascending.
 *
 * @param x the samples, {@code [samples, d_in]}
 * @param start first entry of each sample, {@code [samples + 1]}; the last element is the number of
 *     entries
 * @param feature index i of an active feature, {@code [entries]}
 * @param value its coefficient c_i, above 0, {@code [entries]}
 */
public record SparseSamples(Matrix x, int[] start, int[] feature, float[] value) {}
