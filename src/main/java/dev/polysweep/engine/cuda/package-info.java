/**
 * The engine {@code cuda}: it trains on an NVIDIA GPU, with kernels of its own, one block a model.
 * The kernels are in {@code src/main/cuda}; the files {@code .ptx} of the package {@code gpu} are
 * made from them by {@code mvn -Pptx generate-resources}. Their arithmetic is that which {@link
 * dev.polysweep.engine.net} specifies, so results have the same bits as those of the SIMD engine.
 *
 * <p>The package imports {@code engine}, {@code data} and {@code math}. Nothing may import it: the
 * engine is found by {@link java.util.ServiceLoader}. Read {@link
 * dev.polysweep.engine.cuda.CudaEngine} first, then {@code CudaSession}, and {@code
 * src/main/cuda/train.cuh}, which holds the training step.
 */
package dev.polysweep.engine.cuda;
