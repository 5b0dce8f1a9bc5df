package dev.polysweep.experiment.toy;

import dev.polysweep.engine.net.Activation;
import dev.polysweep.engine.net.OptimizerSpec;
import dev.polysweep.engine.net.Reduction;
import dev.polysweep.experiment.Defaults;
import dev.polysweep.experiment.Setting;
import java.io.Serializable;
import java.util.List;

/**
 * Settings of the toy model x' = f(WᵀWx + b).
 *
 * @param preset named defaults that the other settings override
 * @param nFeatures width of x
 * @param nHidden dimensions that the features share
 * @param activation f; the linear model has no bias
 * @param featureProbability chance that a feature is active
 * @param importanceDecay importance of feature i is this to the power i
 * @param importance importance of each feature, in place of the decay; null to use the decay
 * @param lossReduction mean or sum over features; always the mean over samples
 * @param optimizer update rule
 * @param lr learning rate
 * @param lrSchedule schedule of the learning rate over the run
 * @param weightDecay weight decay, coupled for SGD and Adam, decoupled for AdamW
 * @param batch number of samples, which are drawn anew for each step
 * @param steps number of training steps
 * @param initSd standard deviation of W at the start; null for Xavier's normal initialisation
 * @param restarts number of models trained per cell, which differ only in their initial weights
 * @param keep the results of the restarts that a cell reports
 */
public record ToyConfig(
    @Setting(value = "named defaults, which the other settings override", byDefault = "polygons")
        Preset preset,
    @Setting(value = "features", byDefault = "5", min = 1, max = 4096) int nFeatures,
    @Setting(value = "hidden dimensions", byDefault = "2", min = 1, max = 4096) int nHidden,
    @Setting(value = "relu: max(z, 0) with a bias; linear: neither", byDefault = "relu")
        Act activation,
    @Setting(
            value = "chance that a feature is active in a sample",
            byDefault = "0.03",
            min = 0,
            max = 1)
        double featureProbability,
    @Setting(
            value = "importance of feature i is this to the power i",
            byDefault = "1",
            min = 0,
            max = 1e6,
            minExclusive = true)
        double importanceDecay,
    @Setting(
            value = "importance of each feature, instead of a decay",
            min = 0,
            max = 1e12,
            optional = true)
        List<Double> importance,
    @Setting(value = "mean or sum over features; always the mean over samples", byDefault = "mean")
        Reduction lossReduction,
    @Setting(value = "update rule", byDefault = "adam") OptimizerSpec.Kind optimizer,
    @Setting(value = "learning rate", byDefault = "0.003", min = 0, max = 1e3, minExclusive = true)
        double lr,
    @Setting(
            value = "constant, or cosine: lr·(1 + cos(πt/steps))/2 at step t",
            byDefault = "cosine")
        OptimizerSpec.Schedule lrSchedule,
    @Setting(
            value = "weight decay: added to the gradient by sgd and adam, decoupled in adamw",
            byDefault = "0",
            min = 0,
            max = 1e3)
        double weightDecay,
    @Setting(value = "samples drawn anew for each step", byDefault = "256", min = 1, max = 1e6)
        int batch,
    @Setting(value = "training steps", byDefault = "10000", min = 1, max = 1e8) int steps,
    @Setting(
            value =
                "standard deviation of the normal start of W; null: Xavier, √(2/(n_hidden + n_features))",
            min = 0,
            max = 1e3,
            optional = true)
        Double initSd,
    @Setting(
            value = "models trained a cell, which differ in their start only",
            byDefault = "1",
            min = 1,
            max = 1000)
        int restarts,
    @Setting(
            value = "of the restarts: the one of least loss, or the mean of all but the worst",
            byDefault = "best")
        Keep keep)
    implements Serializable {

  /** The settings of the preset {@code polygons}. */
  public static final ToyConfig DEFAULTS = Defaults.of(ToyConfig.class);

  /** Named defaults; {@link ToyPresets} holds them. */
  public enum Preset {
    /**
     * Equally important features in two dimensions, trained until the loss hardly falls: the census
     * of polygons.
     */
    POLYGONS,
    /** The set-up of the toy-model-of-superposition repository, which is linear. */
    TOY,
    /** The set-up of the superposition explorer. */
    EXPLORER,
    /** Elhage et al. 2022, the geometry of 200 features. */
    PAPER,
    /** Elhage et al. 2022, the phase map of two features. */
    PHASE
  }

  /** The activation functions f of the toy model. */
  public enum Act {
    RELU(Activation.RELU),
    LINEAR(Activation.LINEAR);

    final Activation activation;

    Act(Activation activation) {
      this.activation = activation;
    }
  }

  /** Results of the restarts that a cell can report. */
  public enum Keep {
    /** The model with the smallest final loss. */
    BEST,
    /** The mean of every metric over all models except the one with the largest final loss. */
    MEAN_WITHOUT_WORST
  }
}
