/**
 * One sparse autoencoder spread over executors, by Deeplearning4j's parameter averaging on Spark.
 *
 * <p>The autoencoder is a chain of two layers, so {@code SparkDl4jMultiLayer} is enough: {@code
 * SparkComputationGraph} is for networks that branch. The training master averages parameters
 * synchronously every few steps. Its alternative, the sharing of thresholded gradients, sends less,
 * but needs a parameter server of its own beside Spark and is not reproducible.
 *
 * <p>{@code job} and {@code dev.polysweep.spark} use this package; it imports no other package
 * below {@code spark}. Read {@link dev.polysweep.spark.dl4j.SparkSaeEngine} first, then {@code
 * SaeNetwork}.
 */
package dev.polysweep.spark.dl4j;
