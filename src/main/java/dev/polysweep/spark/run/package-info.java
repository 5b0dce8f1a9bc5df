/**
 * Running a sweep: packs of cells are trained by Spark's tasks, staged, and committed wave by wave.
 *
 * <p>{@code cli}, {@code job} and {@code dev.polysweep.spark} use this package; it imports {@code
 * session} and {@code store}. Read {@link dev.polysweep.spark.run.SweepRunner} first, then {@code
 * WaveWriter}.
 */
package dev.polysweep.spark.run;
