package dev.polysweep.feature;

import dev.polysweep.metric.Detection;
import java.io.Serializable;

/**
 * How well a feature, cut at a threshold, detects a label.
 *
 * @param label index in {@link LabelSet#labels}
 * @param threshold activation from which on it says yes
 * @param chosen on the half that chose the threshold
 * @param scored on the other half, which had no say
 */
public record LabelScore(int label, float threshold, Detection chosen, Detection scored)
    implements Serializable {}
