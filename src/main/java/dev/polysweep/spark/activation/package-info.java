/**
 * Activations of transformers on text: extracting them from a model, shuffling them into a store
 * that autoencoders are trained on, and writing the synthetic corpus.
 *
 * <p>{@code cli}, {@code dev.polysweep.spark} and {@code dev.polysweep.spark.feature} use this
 * package; it imports {@code session} and {@code store}, and the listener of progress from {@code
 * run}. Read {@link dev.polysweep.spark.activation.ExtractionRunner} first, then {@link
 * dev.polysweep.spark.activation.ActivationShuffle}.
 */
package dev.polysweep.spark.activation;
