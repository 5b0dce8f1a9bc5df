package dev.polysweep.sweep.result;

import java.io.Serializable;
import java.util.Map;

/**
 * One logged epoch of one cell.
 *
 * @param phase name of the phase of the training
 * @param epoch number of the epoch within its phase, from 1
 * @param loss loss of the epoch's forward pass
 * @param metrics the metrics that were computed at this epoch, by column name
 */
public record EpochResult(String phase, int epoch, double loss, Map<String, Double> metrics)
    implements Serializable {}
