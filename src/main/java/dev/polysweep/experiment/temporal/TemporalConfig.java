package dev.polysweep.experiment.temporal;

import dev.polysweep.data.CorrelationSchedule;
import dev.polysweep.engine.net.Noise;
import dev.polysweep.experiment.ConfigurationBuilder;
import dev.polysweep.experiment.Defaults;
import dev.polysweep.experiment.HiddenActivation;
import dev.polysweep.experiment.Initialization;
import dev.polysweep.experiment.Regularizer;
import dev.polysweep.experiment.Setting;
import dev.polysweep.metric.psi.PsiNull;
import java.io.Serializable;

/**
 * Settings of the temporal experiment.
 *
 * @param init initialisation of the network
 * @param noise noise on the network's last hidden activation
 * @param reg regulariser
 * @param act activation function
 * @param correlationSchedule course over time of the correlation within groups of features
 * @param epochs length of the run
 * @param psiInterval epochs between measurements of PSI; null for epochs/20
 * @param checkInterval epochs between checks of the policy; null for max(10, epochs/10)
 * @param psiLayer the activations that PSI is measured on
 * @param psiNth number from 1 of the hidden layer that PSI is measured on, if {@code psiLayer} says
 *     so
 * @param policy the policy that decides on interventions
 * @param manual the interventions of the policy manual
 * @param intervention how policies intervene
 * @param data synthetic data
 * @param mlp network and its training
 * @param sae sparse autoencoder that follows the hidden activations
 * @param nullModel null distribution of the components of PSI
 * @param snapshots snapshots of the network's parameters that are kept
 */
public record TemporalConfig(
    @Setting(
            value =
                "initialisation: uniform ±1/√fan_in, or orthogonal with gain √2 and zero biases",
            byDefault = "random")
        Initialization init,
    @Setting(value = "noise added to the last hidden activation in training", byDefault = "bipolar")
        Noise.Kind noise,
    @Setting(
            value =
                "regulariser, a term of the loss: λ·Σ|w| over weight matrices, or λ·Σp² over all",
            byDefault = "l1")
        Regularizer reg,
    @Setting(value = "activation function of the hidden layers", byDefault = "relu")
        HiddenActivation act,
    @Setting(
            value = "course of the correlation ρ within groups of features over training",
            byDefault = "static")
        CorrelationSchedule correlationSchedule,
    @Setting(value = "epochs, each on a batch drawn anew", byDefault = "200", min = 1, max = 1e7)
        int epochs,
    @Setting(
            value = "epochs between measurements of PSI; null for epochs/20, at least 1",
            min = 1,
            max = 1e7,
            optional = true)
        Integer psiInterval,
    @Setting(
            value = "epochs between checks of the policy; null for max(10, epochs/10)",
            min = 1,
            max = 1e7,
            optional = true)
        Integer checkInterval,
    @Setting(
            value =
                "activations that PSI is measured on: the last hidden layer’s, all side by side, or"
                    + " those of the hidden layer number psi_nth",
            byDefault = "last")
        PsiLayer psiLayer,
    @Setting(
            value = "number of the hidden layer of psi_layer: nth, from 1",
            byDefault = "1",
            min = 1,
            max = Mlp.DEEPEST)
        int psiNth,
    @Setting(value = "who decides on interventions", byDefault = "threshold") Policy policy,
    @Setting(
            value =
                "interventions of the policy manual: EPOCH KIND [STRENGTH], separated by commas",
            byDefault = "")
        String manual,
    @Setting("how policies intervene") Intervene intervention,
    @Setting("synthetic data") Data data,
    @Setting("network and its training") Mlp mlp,
    @Setting("sparse autoencoder that follows the hidden activations") Sae sae,
    @Setting(value = "null distribution of the components of PSI", key = "null") Null nullModel,
    @Setting(
            value = "snapshots of the network’s parameters that are kept at most, evenly thinned",
            byDefault = "50",
            min = 0,
            max = 50)
        int snapshots)
    implements Serializable {

  static final double STRONGEST = 10;

  /**
   * The defaults: the original's settings where the original has them, otherwise this project's.
   */
  public static final TemporalConfig DEFAULTS = Defaults.of(TemporalConfig.class);

  /** The activations that PSI can be measured on. */
  public enum PsiLayer {
    LAST,
    ALL,
    NTH
  }

  /** The policies that decide on interventions. */
  public enum Policy {
    /** There are no interventions. */
    NONE,
    /** The rule on PSI and its trend decides when to intervene and by which kind. */
    THRESHOLD,
    /**
     * The rule decides when to intervene; the kind is the one with the largest upper confidence
     * bound on effectiveness.
     */
    ADAPTIVE,
    /** The interventions are those of the list {@code manual}. */
    MANUAL,
    /** The rule fires but nothing is changed; this is the control arm. */
    PLACEBO,
    /**
     * There are as many interventions, of the same kinds, as the policy threshold makes for this
     * seed, but at random epochs.
     */
    RANDOM_TIME,
    /**
     * The interventions are those that the policy threshold makes in another network, that of the
     * next seed, at the same epochs.
     */
    TRANSFER,
    /** The same, but nothing is changed; this is the control arm of the policy transfer. */
    TRANSFER_PLACEBO;

    /** Whether interventions are those of a twin under the policy threshold. */
    boolean hasTwin() {
      return this == RANDOM_TIME || this == TRANSFER || this == TRANSFER_PLACEBO;
    }

    /** The seed of that twin, for a cell with the given seed. */
    long twinSeed(long seed) {
      return this == RANDOM_TIME ? seed : seed + 1;
    }

    /** Whether interventions change weights. */
    boolean acts() {
      return this != PLACEBO && this != TRANSFER_PLACEBO;
    }
  }

  /** Settings of how policies intervene. */
  public record Intervene(
      @Setting(
              value = "PSI above which the rule resets weights",
              byDefault = "0.8",
              min = 0,
              max = 1e3)
          double threshold,
      @Setting(
              value = "strength of the interventions that policies choose",
              byDefault = "1",
              min = 0,
              max = STRONGEST)
          double strength)
      implements Serializable {}

  /**
   * Settings of the synthetic data: groups of sparse features with a correlation that follows a
   * schedule.
   */
  public record Data(
      @Setting(value = "samples of a batch", byDefault = "1024", min = 64, max = 1e6) int samples,
      @Setting(
              value = "chance that a group of features is active in a sample",
              byDefault = "0.6",
              min = 0,
              max = 1)
          double activeProbability,
      @Setting(value = "chance that an entry is kept", byDefault = "0.5", min = 0, max = 1)
          double keepProbability,
      @Setting(
              value = "importance of feature k is this to the power k",
              byDefault = "0.9",
              min = 0,
              max = 1,
              minExclusive = true)
          double importanceDecay,
      @Setting(
              value = "base strength r of the correlation schedule",
              byDefault = "0.3",
              min = 0,
              max = 0.95)
          double correlation)
      implements Serializable {}

  /** Settings of the network and its training. */
  public record Mlp(
      @Setting(value = "width of the hidden layers", byDefault = "4", min = 1, max = 4096)
          int hidden,
      @Setting(value = "number of hidden layers", byDefault = "2", min = 1, max = DEEPEST)
          int hiddenLayers,
      @Setting(
              value = "learning rate of Adam",
              byDefault = "1e-3",
              min = 0,
              max = 1e3,
              minExclusive = true)
          double lr,
      @Setting(value = "λ of the regulariser l1", byDefault = "1e-3", min = 0, max = 1e3)
          double lambdaL1,
      @Setting(value = "λ of the regulariser l2", byDefault = "1e-2", min = 0, max = 1e3)
          double lambdaL2,
      @Setting(value = "standard deviation σ of the noise", byDefault = "0.1", min = 0, max = 1e3)
          double noiseSigma)
      implements Serializable {

    /** The largest number of hidden layers. */
    static final int DEEPEST = 4;
  }

  /** Settings of the sparse autoencoder that follows the hidden activations. */
  public record Sae(
      @Setting(value = "latents", byDefault = "16", min = 2, max = 4096) int dSae,
      @Setting(value = "epochs at the first measurement", byDefault = "1000", min = 1, max = 1e7)
          int firstEpochs,
      @Setting(value = "epochs at every later measurement", byDefault = "100", min = 1, max = 1e7)
          int epochs,
      @Setting(
              value = "learning rate of Adam",
              byDefault = "2e-3",
              min = 0,
              max = 1e3,
              minExclusive = true)
          double lr,
      @Setting(value = "λ of λ·mean|h|", byDefault = "0.01", min = 0, max = 1e3)
          double l1Coefficient)
      implements Serializable {}

  /** Settings of the null distribution of the components of PSI. */
  public record Null(
      @Setting(value = "random dictionaries", byDefault = "" + PsiNull.DRAWS, min = 10, max = 1e5)
          int draws)
      implements Serializable {}

  /** The number of epochs between measurements of PSI. */
  int measureEvery() {
    return psiInterval != null ? psiInterval : Math.max(1, epochs / 20);
  }

  /** The number of epochs between checks of the policy. */
  int checkEvery() {
    return checkInterval != null ? checkInterval : Math.max(10, epochs / 10);
  }

  /** This configuration with another policy and without a list of interventions. */
  TemporalConfig with(Policy other) {
    return ConfigurationBuilder.from(this).set("policy", other).set("manual", "").build();
  }
}
