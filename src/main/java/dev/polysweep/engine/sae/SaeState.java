package dev.polysweep.engine.sae;

import java.io.Serializable;

/**
 * The complete state of a training session, as plain numbers, so that training can be interrupted
 * and resumed. Parameters are in units of the scaled inputs.
 *
 * @param parameters the parameters, without the input scale folded in; {@code threshold} holds the
 *     logarithms of learned thresholds, where those are the trained parameters
 * @param firstMoments Adam's first moments
 * @param secondMoments Adam's second moments
 * @param taken {@code [d_sae + 1]} number of steps for Adam's bias correction, one for each latent
 *     and the last for b_dec
 * @param silentSteps {@code [d_sae]} number of steps since each latent was last active
 * @param steps number of steps taken
 * @param memory the architecture's own numbers, as {@link SaeArchitecture#memory} has them
 * @param control state of the controller of the number of active latents
 * @param frequency {@code [d_sae]} running mean of the share of samples on which each latent is
 *     active
 */
public record SaeState(
    SaeParameters parameters,
    SaeParameters firstMoments,
    SaeParameters secondMoments,
    int[] taken,
    int[] silentSteps,
    int steps,
    double[] memory,
    SaeTarget.State control,
    double[] frequency)
    implements Serializable {}
