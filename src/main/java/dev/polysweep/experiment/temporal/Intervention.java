package dev.polysweep.experiment.temporal;

/**
 * A change to make.
 *
 * @param kind what
 * @param strength how much of it
 */
record Intervention(InterventionKind kind, double strength) {}
