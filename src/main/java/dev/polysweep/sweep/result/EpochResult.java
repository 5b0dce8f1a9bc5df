package dev.polysweep.sweep.result;

import java.io.Serializable;
import java.util.Map;

/**
 * One logged epoch of one cell.
 *
 * @param phase phase of the training
 * @param epoch from 1
 * @param loss of the epoch's forward pass
 * @param metrics those known at that epoch, by column name
 */
public record EpochResult(String phase, int epoch, double loss, Map<String, Double> metrics)
    implements Serializable {}
