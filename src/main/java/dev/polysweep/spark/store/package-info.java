/**
 * The results folder: its directories by wave, the reading and writing of its Parquet files, and
 * the lock that keeps two runs apart.
 *
 * <p>{@code cli}, {@code job} and the other packages below {@code spark} may import this package;
 * of these it imports {@code session} only. Read {@link dev.polysweep.spark.store.ResultStore}
 * first, which says when a wave is complete, then {@link dev.polysweep.spark.store.ResultReader},
 * which reads tables as datasets, and {@link dev.polysweep.spark.store.StoredTables}, which reads
 * them without a running Spark.
 */
package dev.polysweep.spark.store;
