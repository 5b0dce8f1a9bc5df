/**
 * One sparse autoencoder spread over executors, by Deeplearning4j's parameter averaging on Spark.
 *
 * <p>The autoencoder is a chain of two layers, so {@code SparkDl4jMultiLayer} is enough: {@code
 * SparkComputationGraph} is for networks that branch. The training master averages parameters
 * synchronously every few steps. Its alternative, sharing of thresholded gradients, sends less, but
 * needs a parameter server of its own beside Spark and is not reproducible.
 */
package dev.polysweep.spark.dl4j;
