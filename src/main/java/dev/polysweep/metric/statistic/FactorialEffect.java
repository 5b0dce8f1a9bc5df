package dev.polysweep.metric.statistic;

import java.io.Serializable;
import java.util.List;

/**
 * A main effect or a two-way interaction of a factorial experiment.
 *
 * @param factors names of the one factor, or of the two that interact
 * @param contrast the effect over seeds: {@code delta} in the metric's unit, {@code deltaPct} in
 *     per cent of the mean over all runs whose named factors are at their reference level
 */
public record FactorialEffect(List<String> factors, PairedContrast contrast)
    implements Serializable {}
