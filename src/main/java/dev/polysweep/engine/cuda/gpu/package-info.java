/**
 * A GPU as the engine sees it: memory, queues and the launching of kernels; and the GPU that
 * NVIDIA's driver gives, the only place that uses JCuda. Read {@link
 * dev.polysweep.engine.cuda.gpu.Accelerator} first.
 */
package dev.polysweep.engine.cuda.gpu;
