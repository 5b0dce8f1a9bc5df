package dev.polysweep.experiment.monosemantic;

import dev.polysweep.data.forest.ForestShape;
import dev.polysweep.data.forest.ForestSpec;
import dev.polysweep.experiment.Setting;
import java.io.Serializable;

/**
 * Settings of features in a forest. The defaults are those of SynthSAEBench-16k (Chanin and
 * Garriga-Alonso 2026), the number of roots in proportion to that of features.
 */
public record ForestSettings(
    @Setting(
            value = "trees; by default one for 128 features",
            min = 1,
            max = 65536,
            optional = true)
        Integer roots,
    @Setting(value = "children of a feature", byDefault = "4", min = 1, max = 65536) int branching,
    @Setting(
            value =
                "largest number of children, where each feature draws it; the least is branching",
            min = 1,
            max = 65536,
            optional = true)
        Integer branchingMax,
    @Setting(value = "depth of the deepest level; roots have 0", byDefault = "3", min = 0, max = 64)
        int maxDepth,
    @Setting(
            value = "share of the features whose children exclude one another",
            byDefault = "1",
            min = 0,
            max = 1)
        double exclusive,
    @Setting(value = "least depth of such a feature", byDefault = "0", min = 0, max = 64)
        int exclusiveFrom,
    @Setting(value = "largest depth of such a feature", min = 0, max = 64, optional = true)
        Integer exclusiveTo,
    @Setting(value = "raise probabilities for what the trees take away", byDefault = "true")
        boolean compensate,
    @Setting(value = "parents scale the magnitudes of their children", byDefault = "true")
        boolean scaleChildren,
    @Setting(value = "Zipf's exponent", byDefault = "0.5", min = 0, max = 10) double zipf,
    @Setting(
            value = "probability of the first feature",
            byDefault = "0.4",
            min = 0,
            max = 1,
            minExclusive = true)
        double probabilityMax,
    @Setting(
            value = "probability of the last feature",
            byDefault = "5e-4",
            min = 0,
            max = 1,
            minExclusive = true)
        double probabilityMin,
    @Setting(
            value = "factors that features have in common; 0 for independent firing",
            byDefault = "25",
            min = 0,
            max = 4096)
        int correlationRank,
    @Setting(
            value = "standard deviation of a feature's share of a factor",
            byDefault = "0.1",
            min = 0,
            max = 10)
        double correlationScale,
    @Setting(
            value = "mean magnitude of the first feature",
            byDefault = "5",
            min = 0,
            max = 1e6,
            minExclusive = true)
        double magnitudeFirst,
    @Setting(
            value = "mean magnitude of the last feature",
            byDefault = "4",
            min = 0,
            max = 1e6,
            minExclusive = true)
        double magnitudeLast,
    @Setting(
            value = "μ of a feature's standard deviation of magnitudes, |μ + σz|",
            byDefault = "0.5",
            min = 0,
            max = 1e6)
        double deviationMean,
    @Setting(value = "σ of it", byDefault = "0.5", min = 0, max = 1e6) double deviationSd,
    @Setting(value = "norm of the constant part", byDefault = "0.5", min = 0, max = 1e6)
        double bias,
    @Setting(
            value = "steps of Adam that turn directions away from one another",
            byDefault = "100",
            min = 0,
            max = 100_000)
        int orthogonalSteps,
    @Setting(
            value = "learning rate of these steps",
            byDefault = "3e-4",
            min = 0,
            max = 10,
            minExclusive = true)
        double orthogonalLr)
    implements Serializable {

  private static final int FEATURES_OF_A_ROOT = 128;

  /**
   * What the activations are drawn by.
   *
   * @throws IllegalArgumentException if settings do not fit together
   */
  ForestSpec spec(int features) {
    int trees = roots != null ? roots : Math.max(1, features / FEATURES_OF_A_ROOT);
    ForestShape shape =
        new ForestShape(
            features,
            trees,
            branching,
            branchingMax == null ? branching : branchingMax,
            maxDepth,
            exclusive,
            exclusiveFrom,
            exclusiveTo);
    return new ForestSpec(
        shape,
        zipf,
        probabilityMax,
        probabilityMin,
        compensate,
        correlationRank,
        correlationScale,
        magnitudeFirst,
        magnitudeLast,
        deviationMean,
        deviationSd,
        scaleChildren,
        bias,
        orthogonalSteps,
        orthogonalLr);
  }
}
