package dev.polysweep.experiment.taming;

import dev.polysweep.engine.net.Activation;
import dev.polysweep.engine.net.Noise;
import dev.polysweep.experiment.Defaults;
import dev.polysweep.experiment.HiddenActivation;
import dev.polysweep.experiment.Initialization;
import dev.polysweep.experiment.MacsNull;
import dev.polysweep.experiment.Regularizer;
import dev.polysweep.experiment.Setting;
import java.io.Serializable;

/**
 * Settings of the taming experiment. The four factors of the original study come first.
 *
 * @param init initialisation of the network
 * @param noise noise on the network's last hidden activation
 * @param reg regulariser
 * @param act activation function
 * @param data synthetic data
 * @param mlp network and its training
 * @param sae sparse autoencoder and its training
 * @param nullModel null distribution of MACS
 * @param psi whether the polysemanticity index of the autoencoder's latents is measured
 */
public record TamingConfig(
    @Setting(
            value =
                "initialisation: uniform ±1/√fan_in, or orthogonal with gain √2 and zero biases",
            byDefault = "random")
        Initialization init,
    @Setting(value = "noise added to the last hidden activation in training", byDefault = "bipolar")
        Noise.Kind noise,
    @Setting(
            value = "regulariser: λ·Σ|w| over weight matrices, or Adam's coupled weight decay λ",
            byDefault = "l1")
        Regularizer reg,
    @Setting(value = "activation function of the hidden layers", byDefault = "relu")
        HiddenActivation act,
    @Setting("synthetic data") Data data,
    @Setting("network and its training") Mlp mlp,
    @Setting("sparse autoencoder and its training") Sae sae,
    @Setting(value = "null distribution of MACS", key = "null") MacsNull nullModel,
    @Setting(
            value =
                "whether the polysemanticity index of the autoencoder’s latents is measured too",
            byDefault = "false")
        boolean psi)
    implements Serializable {

  /** The original study's settings with the factors of its baseline. */
  public static final TamingConfig DEFAULTS = Defaults.of(TamingConfig.class);

  /** Ways in which the autoencoder's decoder shares its matrix with the encoder. */
  public enum Tied {
    /** One matrix, but an optimiser state for each of its two uses, whose steps add up. */
    SHARED_STORAGE,
    /** Two separate matrices that are equal at the start. */
    FALSE
  }

  /** Activation functions of the autoencoder's latents. */
  public enum SaeActivation {
    LEAKY_RELU(Activation.LEAKY_RELU),
    RELU(Activation.RELU);

    private final Activation activation;

    SaeActivation(Activation activation) {
      this.activation = activation;
    }

    Activation activation() {
      return activation;
    }
  }

  /** Settings of the synthetic data: correlated groups of sparse features. */
  public record Data(
      @Setting(
              value = "samples drawn, training and validation together",
              byDefault = "1024",
              min = 10,
              max = 1e6)
          int samples,
      @Setting(
              value = "share of the samples, the last ones, that is kept for validation",
              byDefault = "0.2",
              min = 0.01,
              max = 0.9)
          double validationShare,
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
          double importanceDecay)
      implements Serializable {

    /** The number of training samples: all but ⌊samples · validation_share⌋. */
    int training() {
      return samples - (int) (samples * validationShare);
    }
  }

  /** Settings of the network and its training. */
  public record Mlp(
      @Setting(value = "dense layers", byDefault = "5", min = 2, max = 64) int layers,
      @Setting(value = "width of the hidden layers", byDefault = "12", min = 1, max = 4096)
          int hidden,
      @Setting(value = "epochs, full batch", byDefault = "2000", min = 1, max = 1e7) int epochs,
      @Setting(
              value = "learning rate of Adam",
              byDefault = "1e-3",
              min = 0,
              max = 1e3,
              minExclusive = true)
          double lr,
      @Setting(value = "strength λ of the regulariser", byDefault = "1e-4", min = 0, max = 1e3)
          double lambdaReg,
      @Setting(value = "standard deviation σ of the noise", byDefault = "0.1", min = 0, max = 1e3)
          double noiseSigma,
      @Setting(
              value = "largest norm of the gradient; 0 for no clipping",
              byDefault = "0",
              min = 0,
              max = 1e9)
          double clipNorm)
      implements Serializable {}

  /** Settings of the sparse autoencoder and its training. */
  public record Sae(
      @Setting(value = "latents", byDefault = "16", min = 1, max = 4096) int dSae,
      @Setting(value = "epochs, full batch", byDefault = "1000", min = 1, max = 1e7) int epochs,
      @Setting(
              value = "learning rate of Adam",
              byDefault = "1e-3",
              min = 0,
              max = 1e3,
              minExclusive = true)
          double lr,
      @Setting(value = "λ of λ·Σ|h|, summed over the batch", byDefault = "1e-4", min = 0, max = 1e3)
          double l1Coefficient,
      @Setting(
              value =
                  "shared_storage: encoder and decoder share one matrix but are two Adam parameters; false: two matrices",
              byDefault = "shared_storage")
          Tied tied,
      @Setting(
              value = "activation function of the latents: leaky_relu with slope 0.01, or relu",
              byDefault = "leaky_relu")
          SaeActivation activation,
      @Setting(
              value = "largest norm of the gradient; 0 for no clipping",
              byDefault = "0",
              min = 0,
              max = 1e9)
          double clipNorm)
      implements Serializable {}
}
