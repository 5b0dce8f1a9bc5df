/**
 * The interface between experiments and the engines that train their networks. An experiment
 * describes what is to be trained and asks {@link dev.polysweep.engine.Engines} for an engine; it
 * never sees which implementation trains. The sub-package {@code net} describes small networks and
 * their training, {@code sae} describes sparse autoencoders, and {@code gpu} asks the driver about
 * GPUs.
 *
 * <p>These packages import {@code data} and {@code math}, and may be imported by the engines, the
 * experiments, {@code feature}, {@code sweep}, {@code spark}, {@code job} and {@code cli}. The
 * engines themselves lie below this package in {@code simd}, {@code cuda} and {@code nd4j}; they
 * are found by {@link java.util.ServiceLoader}, and nothing may import them. Read {@link
 * dev.polysweep.engine.Engine} first.
 */
package dev.polysweep.engine;
