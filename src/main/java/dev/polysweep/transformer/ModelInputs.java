package dev.polysweep.transformer;

import java.io.Serializable;

/**
 * The inputs of a model, which Polysweep fills.
 *
 * @param ids name of the input for token ids, {@code [batch, position]}
 * @param attentionMask name of the input that is 1 on tokens and 0 on padding; null if there is
 *     none
 * @param positionIds name of the input for the positions 0, 1, 2, …; null if there is none
 * @param batch the only batch size that the model accepts; 0 for any
 * @param sequence the only number of positions that the model accepts; 0 for any
 */
public record ModelInputs(
    String ids, String attentionMask, String positionIds, int batch, int sequence)
    implements Serializable {}
