/**
 * Vector code of the SIMD engine that knows no networks: products of matrices with batches, sums,
 * element-wise operations, functions and random numbers, written with the Vector API. All results
 * are the same bits whatever the vector length of the machine.
 *
 * <p>The package imports {@code math} only. Only the packages below {@code engine.simd} may import
 * it. Read {@link dev.polysweep.engine.simd.kernel.Lanes} first, which explains the layout of
 * batches and the order of sums.
 */
package dev.polysweep.engine.simd.kernel;
