/**
 * What NVIDIA's driver says about the GPU of this process, without loading CUDA.
 *
 * <p>The package imports {@code engine}, and may be imported wherever {@code engine} may. Read
 * {@link dev.polysweep.engine.gpu.NvidiaSmi} first.
 */
package dev.polysweep.engine.gpu;
