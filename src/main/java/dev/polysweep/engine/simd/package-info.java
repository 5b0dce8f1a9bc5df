/**
 * The engine that computes on this machine's processor, with the vector instructions that Java's
 * Vector API offers. {@link dev.polysweep.engine.simd.SimdEngine} is its only class here; networks,
 * autoencoders and the kernels that both use have a package each.
 */
package dev.polysweep.engine.simd;
