package dev.polysweep.report.page;

/** Nothing beyond what all experiments have. */
record PlainPage(String experiment) implements ExperimentPage {}
