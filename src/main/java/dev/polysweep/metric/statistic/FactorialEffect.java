package dev.polysweep.metric.statistic;

import java.io.Serializable;
import java.util.List;

/**
 * A main effect or a two-way interaction of a factorial experiment.
 *
 * @param factors name of the one factor of a main effect, or of the two that interact
 * @param contrast the effect over seeds; its {@code delta} is in the metric's unit, its {@code
 *     deltaPct} in per cent of the mean over all runs in which the named factors are at their
 *     reference level
 */
public record FactorialEffect(List<String> factors, PairedContrast contrast)
    implements Serializable {}
