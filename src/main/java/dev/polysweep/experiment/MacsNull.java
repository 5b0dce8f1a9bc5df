package dev.polysweep.experiment;

import dev.polysweep.metric.dictionary.DecoderNull;
import java.io.Serializable;

/**
 * Settings of the null distribution of MACS.
 *
 * @param method how random matrices are drawn
 * @param draws number of draws
 */
public record MacsNull(
    @Setting(
            value =
                "isotropic: uniform directions; entries: each row's weights shuffled among features",
            byDefault = "isotropic")
        DecoderNull method,
    @Setting(value = "draws", byDefault = "1000", min = 1000, max = 1e6) int draws)
    implements Serializable {}
