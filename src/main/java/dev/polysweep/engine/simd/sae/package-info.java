/**
 * Trains sparse autoencoders on the CPU by the Vector API. Only the encoder's product is dense; the
 * other steps work on the active latents, unless most latents are active. The results do not depend
 * on the number of threads or the width of the vectors.
 *
 * <p>The package imports {@code engine.sae}, {@code engine.simd.kernel} and {@code math}, and only
 * {@code engine.simd} imports it. Read {@link dev.polysweep.engine.simd.sae.SimdSaeSession} first,
 * which runs a training step from top to bottom.
 */
package dev.polysweep.engine.simd.sae;
