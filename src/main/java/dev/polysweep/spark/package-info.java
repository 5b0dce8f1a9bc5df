/**
 * Everything that knows Spark: the fan-out of packs, Parquet in and out, resume, aggregation,
 * progress.
 *
 * <p>{@link dev.polysweep.spark.SweepRunner} runs what is missing wave by wave, {@link
 * dev.polysweep.spark.ResultStore} knows the folder, {@link dev.polysweep.spark.ResultReader} reads
 * it, {@link dev.polysweep.spark.Aggregator} makes statistics of it.
 */
package dev.polysweep.spark;
