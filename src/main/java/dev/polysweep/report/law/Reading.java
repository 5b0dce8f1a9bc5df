package dev.polysweep.report.law;

import dev.polysweep.report.page.Prediction;

/**
 * A number that a law predicts, and what a sweep measured of it.
 *
 * @param what what was measured, in a few words
 * @param prediction what the law predicts for the sweep's settings, with its tolerance
 * @param measured the measured mean over seeds, with its interval
 * @param unit unit of both; empty for a plain number
 */
public record Reading(String what, Prediction prediction, Estimate measured, String unit) {}
