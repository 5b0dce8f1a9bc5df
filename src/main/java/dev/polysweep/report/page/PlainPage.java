package dev.polysweep.report.page;

/** The page of an experiment that adds nothing to the general report. */
record PlainPage(String experiment) implements ExperimentPage {}
