package dev.polysweep.feature;

import dev.polysweep.metric.dictionary.Detection;
import java.io.Serializable;

/**
 * How well a feature detects a label: a token is predicted to bear the label if the feature's
 * activation on it is at least a threshold.
 *
 * @param label index of the label in {@link LabelSet#labels}
 * @param threshold the threshold
 * @param chosen confusion counts on the half of the documents on which the threshold was chosen
 * @param scored confusion counts on the other half, which is held out
 */
public record LabelScore(int label, float threshold, Detection chosen, Detection scored)
    implements Serializable {}
