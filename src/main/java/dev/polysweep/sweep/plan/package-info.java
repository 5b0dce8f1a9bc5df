/**
 * Divides the cells of a sweep into waves, whose results are committed together, and each wave into
 * packs, which are trained together in one task; runs a pack. All of it is independent of Spark.
 *
 * <p>The package may be imported by {@code spark} and {@code job}. Read {@link
 * dev.polysweep.sweep.plan.Waves} first, then {@link dev.polysweep.sweep.plan.Packs} and {@link
 * dev.polysweep.sweep.plan.PackRunner}.
 */
package dev.polysweep.sweep.plan;
