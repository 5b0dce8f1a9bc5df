/**
 * Packs of small networks on a GPU, one block a model. Read {@link
 * dev.polysweep.engine.cuda.net.CudaSession} first.
 */
package dev.polysweep.engine.cuda.net;
