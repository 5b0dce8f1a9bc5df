package dev.polysweep.engine.sae;

import java.io.Serializable;

/**
 * Everything that a session goes on from, as plain numbers, so that training can be interrupted and
 * resumed. Parameters are in units of the scaled inputs.
 *
 * @param parameters not folded; thresholds as their logarithms, which are what is trained
 * @param firstMoments Adam's first moments
 * @param secondMoments Adam's second moments
 * @param taken {@code [d_sae + 1]} steps that Adam's bias correction counts, by latent, and last of
 *     b_dec
 * @param silentSteps {@code [d_sae]} steps since each latent was last active
 * @param steps steps taken
 * @param runningThreshold BatchTopK's; NaN before the first step and for others
 */
public record SaeState(
    SaeParameters parameters,
    SaeParameters firstMoments,
    SaeParameters secondMoments,
    int[] taken,
    int[] silentSteps,
    int steps,
    double runningThreshold)
    implements Serializable {}
