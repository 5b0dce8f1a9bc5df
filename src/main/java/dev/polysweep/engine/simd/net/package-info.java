/**
 * Training of small networks by the SIMD engine: the models of a pack take turns on one core, each
 * with a forward pass, a loss, a backward pass and an update a step.
 *
 * <p>The package imports {@code engine}, {@code data}, {@code math} and {@code engine.simd.kernel}.
 * Only the packages below {@code engine.simd} may import it. Read {@link
 * dev.polysweep.engine.simd.net.SimdSession} first, then {@code SimdModel}, which holds the
 * training step.
 */
package dev.polysweep.engine.simd.net;
