package dev.polysweep.experiment.temporal;

/**
 * An intervention: a change to the network's weights.
 *
 * @param kind the kind of change
 * @param strength strength of the change; 1 is the standard strength
 */
record Intervention(InterventionKind kind, double strength) {}
