package dev.polysweep.transformer;

import java.io.Serializable;

/**
 * What a model is fed with. Each input is fed in the type of elements that the model declares for
 * it.
 *
 * @param ids name of the input of token ids {@code [batch, position]}
 * @param attentionMask name of the input that is 1 on tokens and 0 on padding, or null
 * @param positionIds name of the input that counts positions, or null
 * @param batch the only batch size that it takes, or 0 for any
 * @param sequence the only number of positions that it takes, or 0 for any
 */
public record ModelInputs(
    String ids, String attentionMask, String positionIds, int batch, int sequence)
    implements Serializable {}
