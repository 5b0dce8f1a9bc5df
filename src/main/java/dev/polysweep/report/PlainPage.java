package dev.polysweep.report;

/** Nothing beyond what all experiments have. */
record PlainPage(String experiment) implements ExperimentPage {}
