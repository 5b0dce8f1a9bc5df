/**
 * Sparse autoencoders on a GPU, on all of whose multiprocessors each step runs. Read {@link
 * dev.polysweep.engine.cuda.sae.CudaSaeSession} first.
 */
package dev.polysweep.engine.cuda.sae;
