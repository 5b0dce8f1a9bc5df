/**
 * The engine {@code nd4j}: it trains models of equal shape together, as one program of ND4J
 * operations on arrays {@code [models, units, samples]}. On the CPU it serves as an independent
 * check of the SIMD engine in the tests; built with {@code -Pcuda} it runs on a GPU.
 *
 * <p>The package imports {@code engine}, {@code data} and {@code math}. Nothing may import it: the
 * engine is found by {@link java.util.ServiceLoader}. Read {@link
 * dev.polysweep.engine.nd4j.Nd4jEngine} first, then {@code ModelBatch}, which holds the training
 * step.
 */
package dev.polysweep.engine.nd4j;
