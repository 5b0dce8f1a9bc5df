package dev.polysweep.experiment.network;

import dev.polysweep.experiment.Setting;
import java.io.Serializable;
import java.util.List;

/**
 * Settings of the inputs: a generator or a file, and the split into training and validation.
 *
 * @param generator distribution of synthetic inputs
 * @param file a file with inputs, in place of a generator
 * @param sha256 hash of the file's content
 * @param draw whether there is one fixed set of samples, or new samples at every step
 * @param samples number of samples of a fixed set, training and validation together; for samples
 *     that are drawn anew, those held out; null for 1024, or all rows of a file
 * @param validationShare share of a fixed set that is kept for validation
 * @param heldOut number of fresh samples of a generator that are kept for validation beside a fixed
 *     set, all of which is then trained on; null for a share of the set
 * @param shuffle whether the rows of a fixed set are shuffled before they are split
 * @param nFeatures width of the input; null for that of the file, the first of {@code widths}, 8
 *     for groups, otherwise 5
 * @param featureProbability uniform: chance that a feature is active
 * @param featureProbabilities uniform: chance of each feature; null for the same
 * @param featurePower uniform: the chance of feature i falls as (i + 1) to minus this
 * @param signed uniform: whether active features have values of both signs
 * @param unitNorm whether each sample that is not 0 is scaled to the length 1
 * @param activeProbability groups: chance that a group is active
 * @param keepProbability groups: chance that an entry is kept
 * @param sd gaussian: standard deviation
 * @param activeMean correlated, hierarchy: mean number of active features
 * @param decay correlated: decay of the features' frequencies
 * @param correlation correlated: how strongly features fire together
 * @param roots hierarchy: features without a parent
 * @param branching hierarchy: children of a feature
 * @param childProbability hierarchy: chance that an active feature has an active child
 * @param zipf hierarchy: Zipf's exponent
 * @param magnitudeMin correlated, hierarchy: smallest value of an active feature
 * @param magnitudeMax correlated, hierarchy: largest value of an active feature
 */
public record NetworkData(
    @Setting(
            value =
                "uniform: independent sparse features on [0, 1); groups: eight sparse features in"
                    + " correlated groups; one_hot: one feature is 1; each: one feature is 1, every"
                    + " feature in turn; correlated: features that fire"
                    + " together with decaying frequencies; hierarchy: a forest of features with Zipf"
                    + " firing; gaussian: normal and dense",
            byDefault = "uniform")
        Generator generator,
    @Setting(
            value =
                "in place of a generator: a .npy file whose matrix is x, or a .safetensors file with"
                    + " x and, if wanted, y",
            optional = true,
            affectsResults = false)
        String file,
    @Setting(value = "hash of the file; filled in, and compared where it is given", optional = true)
        String sha256,
    @Setting(value = "one fixed set of samples, or new ones at every step", byDefault = "fixed")
        Draw draw,
    @Setting(
            value =
                "samples of a fixed set, training and validation together, or held out from those"
                    + " drawn anew; null: 1024, or all rows of a file",
            min = 2,
            max = 1e8,
            optional = true)
        Integer samples,
    @Setting(
            value = "share of a fixed set, its last rows, that is kept for validation",
            byDefault = "0.2",
            min = 0,
            max = 0.9)
        double validationShare,
    @Setting(
            value =
                "fresh samples for validation beside a fixed set that is all for training; null: a"
                    + " share of the set",
            min = 1,
            max = 1e8,
            optional = true)
        Integer heldOut,
    @Setting(
            value =
                "whether the rows of a fixed set are shuffled, by the seed, before they are split",
            byDefault = "false")
        boolean shuffle,
    @Setting(
            value =
                "width of the input; null: that of the file, the first of widths, 8 for groups, otherwise 5",
            min = 1,
            max = 4096,
            optional = true)
        Integer nFeatures,
    @Setting(
            value = "uniform: chance that a feature is active in a sample",
            byDefault = "0.1",
            min = 0,
            max = 1)
        double featureProbability,
    @Setting(
            value = "uniform: the chance of each feature, instead of one chance",
            min = 0,
            max = 1,
            optional = true)
        List<Double> featureProbabilities,
    @Setting(
            value =
                "uniform: the chance of feature i is feature_probability·(i + 1)^−feature_power",
            byDefault = "0",
            min = 0,
            max = 10)
        double featurePower,
    @Setting(
            value = "uniform: whether an active feature is on [−1, 1) and not on [0, 1)",
            byDefault = "false")
        boolean signed,
    @Setting(
            value = "whether each sample that is not 0 is scaled to the length 1",
            byDefault = "false")
        boolean unitNorm,
    @Setting(
            value = "groups: chance that a group of features is active in a sample",
            byDefault = "0.6",
            min = 0,
            max = 1)
        double activeProbability,
    @Setting(value = "groups: chance that an entry is kept", byDefault = "0.5", min = 0, max = 1)
        double keepProbability,
    @Setting(value = "gaussian: standard deviation", byDefault = "1", min = 0, max = 1e6) double sd,
    @Setting(
            value = "correlated, hierarchy: mean number of active features",
            byDefault = "1",
            min = 0,
            max = 4096,
            minExclusive = true)
        double activeMean,
    @Setting(
            value = "correlated: feature i is active in proportion to this to the power i",
            byDefault = "0.99",
            min = 0,
            max = 1,
            minExclusive = true)
        double decay,
    @Setting(
            value = "correlated: how strongly features fire together; 0 independently",
            byDefault = "0.5",
            min = 0,
            max = 0.999)
        double correlation,
    @Setting(value = "hierarchy: features without a parent", byDefault = "4", min = 1, max = 4096)
        int roots,
    @Setting(
            value = "hierarchy: children of a feature, at most",
            byDefault = "4",
            min = 1,
            max = 4096)
        int branching,
    @Setting(
            value = "hierarchy: chance that an active feature has an active child",
            byDefault = "0.5",
            min = 0,
            max = 1)
        double childProbability,
    @Setting(
            value = "hierarchy: Zipf's exponent of roots and of siblings",
            byDefault = "0.5",
            min = 0,
            max = 10)
        double zipf,
    @Setting(
            value = "correlated, hierarchy: smallest value of an active feature",
            byDefault = "0",
            min = 0,
            max = 1e6)
        double magnitudeMin,
    @Setting(
            value = "correlated, hierarchy: largest value of an active feature",
            byDefault = "1",
            min = 0,
            max = 1e6)
        double magnitudeMax)
    implements Serializable {

  /** The number of samples of a generator where the settings give none. */
  static final int SAMPLES = 1024;

  /** Distributions of synthetic inputs. */
  public enum Generator {
    UNIFORM,
    GROUPS,
    ONE_HOT,
    EACH,
    CORRELATED,
    HIERARCHY,
    GAUSSIAN
  }

  /** Ways in which batches come about. */
  public enum Draw {
    /** One set of samples for the whole run. */
    FIXED,
    /** New samples at every step. */
    ANEW
  }

  /** Whether the inputs come from a file. */
  boolean isFile() {
    return file != null;
  }

  /** The number of samples, of a fixed set or held out. */
  int rows() {
    return samples == null ? SAMPLES : samples;
  }

  /**
   * The number of training samples of a fixed set: all but ⌊samples · validation_share⌋, or all if
   * fresh samples are held out.
   */
  int training() {
    return heldOut != null ? rows() : rows() - (int) (rows() * validationShare);
  }
}
