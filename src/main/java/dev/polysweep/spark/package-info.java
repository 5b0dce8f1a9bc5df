/**
 * Everything that knows Spark and Hadoop: running a sweep, reading and writing its results,
 * aggregating them, and extracting and analysing activations. No other package of this project may
 * import Spark or Hadoop.
 *
 * <p>This package has only the entrance, {@link dev.polysweep.spark.Cluster}: a running Spark, and
 * the objects that do work on it. The commands of {@code cli} and the front door for Java, {@code
 * dev.polysweep.job}, use it. Read it first, then {@link dev.polysweep.spark.run.SweepRunner},
 * which runs what is missing wave by wave, {@link dev.polysweep.spark.store.ResultStore}, which
 * knows the results folder, and {@link dev.polysweep.spark.aggregate.Aggregator}, which makes
 * statistics of the results.
 */
package dev.polysweep.spark;
