package dev.polysweep.experiment.network;

import dev.polysweep.engine.net.Activation;
import dev.polysweep.engine.net.Noise;
import dev.polysweep.engine.net.OptimizerSpec;
import dev.polysweep.engine.net.Reduction;
import dev.polysweep.experiment.Defaults;
import dev.polysweep.experiment.MacsNull;
import dev.polysweep.experiment.Setting;
import dev.polysweep.experiment.monosemantic.SaeSettings;
import java.io.Serializable;
import java.util.List;

/**
 * Settings of the experiment {@code network}: data, targets, layers, training, and what is
 * measured.
 *
 * @param data the inputs, and the split into training and validation
 * @param target what the network learns to compute from the inputs
 * @param widths widths of the input, the hidden layers and the output: the short form of {@code
 *     layers}
 * @param layers the layers one by one; empty for the short form
 * @param activation activation function of hidden layers that name none
 * @param outputActivation activation function of a last layer that names none
 * @param bias whether layers that do not say so have biases
 * @param init initialisation of layers that name none
 * @param initSd standard deviation of the initialisation {@code normal}
 * @param noise short form: noise after the last hidden layer
 * @param noiseSigma standard deviation of that noise
 * @param loss error term of the loss
 * @param penalty penalties on parameters
 * @param optimizer update rule and its settings
 * @param steps number of training steps
 * @param batch samples of a step; null for all of a fixed set, and 256 that are drawn anew
 * @param measure what is measured
 * @param nullModel null distribution of MACS
 * @param keep matrices that are stored
 * @param saeLayer number of the layer on whose activations a sparse autoencoder is trained; null
 *     for none
 * @param sae the autoencoder and its training
 */
public record NetworkConfig(
    @Setting("inputs") NetworkData data,
    @Setting("what the network learns to compute") Target target,
    @Setting(
            value =
                "widths of input, hidden layers and output, in place of layers; null without layers:"
                    + " the input's, 2, the target's",
            min = 1,
            max = 4096,
            optional = true)
        List<Integer> widths,
    @Setting(value = "the layers one by one, from the first to the output", byDefault = "")
        List<Layer> layers,
    @Setting(value = "activation function of hidden layers that name none", byDefault = "relu")
        Activation activation,
    @Setting(value = "activation function of a last layer that names none", byDefault = "linear")
        Activation outputActivation,
    @Setting(value = "whether layers that do not say so have biases", byDefault = "true")
        boolean bias,
    @Setting(
            value =
                "initialisation of layers that name none; random: uniform ±1/√inputs with biases;"
                    + " orthogonal: gain √2; xavier: normal, √(2/(inputs + outputs)); normal: init_sd",
            byDefault = "random")
        Init init,
    @Setting(
            value = "standard deviation of the initialisation normal",
            byDefault = "0.1",
            min = 0,
            max = 1e3)
        double initSd,
    @Setting(value = "with widths: noise after the last hidden layer", byDefault = "none")
        Noise.Kind noise,
    @Setting(value = "standard deviation of that noise", byDefault = "0.1", min = 0, max = 1e3)
        double noiseSigma,
    @Setting("error term of the loss") ErrorTerm loss,
    @Setting("penalties on parameters, added to the loss") Penalties penalty,
    @Setting("optimiser") Optimizer optimizer,
    @Setting(value = "training steps", byDefault = "2000", min = 1, max = 1e8) int steps,
    @Setting(
            value = "samples a step; null: all of a fixed set, 256 if drawn anew",
            min = 1,
            max = 1e6,
            optional = true)
        Integer batch,
    @Setting(value = "what is measured, beside loss and errors", byDefault = "")
        List<Measure> measure,
    @Setting(value = "null distribution of macs", key = "null") MacsNull nullModel,
    @Setting(
            value =
                "matrices to store; weights: weights and biases; activations: those of each layer"
                    + " on the validation rows; cosine: cosines of the columns of the first weights",
            byDefault = "weights")
        List<Keep> keep,
    @Setting(
            value =
                "number, from 0, of the layer on whose activations a sparse autoencoder is trained"
                    + " afterwards; null for none",
            min = 0,
            max = 63,
            optional = true)
        Integer saeLayer,
    @Setting("sparse autoencoder of sae_layer and its training") SaeSettings sae)
    implements Serializable {

  /** The defaults: a bottleneck autoencoder of sparse features, without measures. */
  public static final NetworkConfig DEFAULTS = Defaults.of(NetworkConfig.class);

  /** The initialisations of a layer; biases are 0 unless it says otherwise. */
  public enum Init {
    /** Weights and biases from U(±1/√inputs), as PyTorch's {@code nn.Linear}. */
    RANDOM,
    /** Orthogonal weights (Saxe et al. 2014) times √2. */
    ORTHOGONAL,
    /** Weights from N(0, 2/(inputs + outputs)) (Glorot and Bengio 2010). */
    XAVIER,
    /** Weights from N(0, init_sd²). */
    NORMAL
  }

  /** Kinds of targets. */
  public enum Of {
    /** The input itself, for an autoencoder. */
    INPUT,
    /** Some columns of the input. */
    COLUMNS,
    /** Formulas over the columns of the input. */
    FORMULAS,
    /** The tensor {@code y} of the file. */
    Y,
    /**
     * What is left to a layer beside a residual stream that should carry x + ReLU(x), but in which
     * features mix a little: ReLU(x) + s·(x − EEᵀx), E random unit vectors.
     */
    RESIDUAL
  }

  /** Ways in which a layer's weights are tied to those of an earlier layer. */
  public enum TieKind {
    /** One parameter; the gradients of both uses are added. */
    TRANSPOSED,
    /** One matrix, but an optimiser state for each of its two uses, whose steps add up. */
    SHARED_STORAGE
  }

  /** Matrices that can be stored. */
  public enum Keep {
    WEIGHTS,
    ACTIVATIONS,
    COSINE
  }

  /**
   * What the network learns to compute.
   *
   * @param of kind of target; null for what the others say: formulas, columns, the file's y, or the
   *     input
   * @param columns numbers of the input's columns that are the target
   * @param formulas formulas over the columns by their names, one a target
   * @param decay target k is multiplied by this to the power k
   * @param mixing residual: the factor s of the mixing matrix I − EEᵀ
   * @param embedding residual: dimensions of the residual stream, the columns of E
   */
  public record Target(
      @Setting(
              value =
                  "input, columns, formulas, y of the file, or residual: ReLU(x) + mixing·(x − EEᵀx), E"
                      + " random unit vectors; null: by what else is given, else input",
              optional = true)
          Of of,
      @Setting(
              value = "numbers of the columns of x that are the target, from 0",
              byDefault = "",
              min = 0,
              max = 4095)
          List<Integer> columns,
      @Setting(
              value =
                  "targets as formulas over columns by name, such as y0 = x0*x1 + 0.5*x2; with"
                      + " + - * / ^ and abs, cos, exp, log, max, min, relu, sign, sin, sqrt, tanh",
              byDefault = "")
          List<String> formulas,
      @Setting(
              value = "target k is multiplied by this to the power k",
              byDefault = "1",
              min = 0,
              max = 1e3,
              minExclusive = true)
          double decay,
      @Setting(
              value = "residual: factor of the mixing matrix I − EEᵀ; 0 for none",
              byDefault = "0",
              min = 0,
              max = 1e3)
          double mixing,
      @Setting(
              value = "residual: dimensions of the random unit vectors E, one a feature",
              byDefault = "1000",
              min = 1,
              max = 1e5)
          int embedding)
      implements Serializable {

    /** The kind of target, before a file has been looked into. */
    Of kind() {
      if (of != null) {
        return of;
      }
      return !formulas.isEmpty() ? Of.FORMULAS : !columns.isEmpty() ? Of.COLUMNS : Of.INPUT;
    }
  }

  /**
   * A layer.
   *
   * @param width number of its outputs
   * @param activation activation function; null for the network's
   * @param bias whether it has biases; null for the network's
   * @param tiedTo number of the earlier layer whose transposed weights it uses; null for none
   * @param tie how its weights are tied
   * @param noise noise added to its output in training
   * @param noiseSigma standard deviation of the noise
   * @param init initialisation; null for the network's
   * @param l1 coefficient of the L1 penalty on its activations
   * @param l1Reduction whether that penalty is a mean or a sum over samples and units
   */
  public record Layer(
      @Setting(value = "outputs", min = 1, max = 4096) int width,
      @Setting(value = "activation function; null: the network's", optional = true)
          Activation activation,
      @Setting(value = "whether it has biases; null: as the network", optional = true) Boolean bias,
      @Setting(
              value = "number, from 0, of the earlier layer whose transposed weights it uses",
              min = 0,
              max = 63,
              optional = true)
          Integer tiedTo,
      @Setting(
              value =
                  "transposed: one parameter; shared_storage: one matrix but two optimiser states",
              byDefault = "transposed")
          TieKind tie,
      @Setting(value = "noise added to its output in training", byDefault = "none")
          Noise.Kind noise,
      @Setting(value = "standard deviation of the noise", byDefault = "0.1", min = 0, max = 1e3)
          double noiseSigma,
      @Setting(value = "initialisation; null: the network's", optional = true) Init init,
      @Setting(value = "λ of an L1 penalty on its activations", byDefault = "0", min = 0, max = 1e6)
          double l1,
      @Setting(
              value = "that penalty is λ·mean|h| or λ·Σ|h| over samples and units",
              byDefault = "mean")
          Reduction l1Reduction)
      implements Serializable {}

  /**
   * The error term of the loss: an importance-weighted squared error.
   *
   * @param features mean or sum over the outputs
   * @param importance importance of each output; null for the decay
   * @param importanceDecay importance of output k is this to the power k
   */
  public record ErrorTerm(
      @Setting(
              value = "squared error as a mean or a sum over outputs; always the mean over samples",
              byDefault = "mean")
          Reduction features,
      @Setting(
              value = "importance of each output, instead of a decay",
              min = 0,
              max = 1e12,
              optional = true)
          List<Double> importance,
      @Setting(
              value = "importance of output k is this to the power k",
              byDefault = "1",
              min = 0,
              max = 1e6,
              minExclusive = true)
          double importanceDecay)
      implements Serializable {}

  /**
   * Penalties on parameters.
   *
   * @param l1 coefficient of Σ|w| over weights
   * @param l2 coefficient of Σp² over weights and biases
   */
  public record Penalties(
      @Setting(value = "λ of λ·Σ|w| over all weights", byDefault = "0", min = 0, max = 1e6)
          double l1,
      @Setting(
              value = "λ of λ·Σp² over all weights and biases",
              byDefault = "0",
              min = 0,
              max = 1e6)
          double l2)
      implements Serializable {}

  /**
   * The optimiser, each setting with the meaning that it has in PyTorch.
   *
   * @param kind update rule
   * @param lr learning rate
   * @param lrWidth width of the first layer at which the learning rate is {@code lr}; null for that
   *     rate at any width
   * @param lrPower power p of the factor (lrWidth/width)^p of the learning rate at another width
   * @param biasLrFactor learning rate of biases over that of weights
   * @param lrSchedule schedule of the learning rate over the run
   * @param warmup number of first steps over which the learning rate rises
   * @param weightDecay weight decay, coupled for SGD and Adam, decoupled for AdamW
   * @param biasDecayFactor weight decay of biases over that of weights; 0 for decay of weights
   *     alone
   * @param clipNorm largest norm of the gradient; 0 for no clipping
   * @param beta1 decay rate of Adam's first moment
   * @param beta2 decay rate of Adam's second moment
   * @param eps Adam's ε
   */
  public record Optimizer(
      @Setting(value = "update rule", byDefault = "adam") OptimizerSpec.Kind kind,
      @Setting(value = "learning rate", byDefault = "1e-3", min = 0, max = 1e3, minExclusive = true)
          double lr,
      @Setting(
              value =
                  "width of the first layer at which the learning rate is lr; with another width it"
                      + " is lr·(lr_width/width)^lr_power; null: lr at any width",
              min = 1,
              max = 1e6,
              optional = true)
          Integer lrWidth,
      @Setting(
              value = "power of the factor by which the learning rate follows the width",
              byDefault = "0.25",
              min = -4,
              max = 4)
          double lrPower,
      @Setting(
              value = "learning rate of biases over that of weights",
              byDefault = "1",
              min = 0,
              max = 1e6)
          double biasLrFactor,
      @Setting(
              value = "constant, or cosine: lr·(1 + cos(πt/steps))/2 at step t",
              byDefault = "constant")
          OptimizerSpec.Schedule lrSchedule,
      @Setting(
              value = "first steps over which the learning rate rises linearly; 0 for none",
              byDefault = "0",
              min = 0,
              max = 1e8)
          int warmup,
      @Setting(
              value =
                  "weight decay: added to the gradient by sgd and adam, decoupled in adamw;"
                      + " weights grow if it is negative",
              byDefault = "0",
              min = -1e3,
              max = 1e3)
          double weightDecay,
      @Setting(
              value = "weight decay of biases over that of weights; 0: of weights alone",
              byDefault = "1",
              min = 0,
              max = 1e6)
          double biasDecayFactor,
      @Setting(
              value = "largest norm of the gradient; 0 for no clipping",
              byDefault = "0",
              min = 0,
              max = 1e9)
          double clipNorm,
      @Setting(value = "Adam's β₁", byDefault = "" + OptimizerSpec.BETA_1, min = 0, max = 0.9999)
          double beta1,
      @Setting(value = "Adam's β₂", byDefault = "" + OptimizerSpec.BETA_2, min = 0, max = 0.999999)
          double beta2,
      @Setting(
              value = "Adam's ε",
              byDefault = "" + OptimizerSpec.EPS,
              min = 0,
              max = 1,
              minExclusive = true)
          double eps)
      implements Serializable {}

  /**
   * Something that is measured.
   *
   * @param metric what
   * @param layer number of the layer it is taken of; null for the one that {@link Metric} names
   * @param of whether the columns or the rows of a weight matrix count as features
   * @param at whether it is measured at the end, or also at logged steps
   */
  public record Measure(
      @Setting("metric") Metric metric,
      @Setting(
              value =
                  "number, from 0, of the layer it is taken of; null: the first layer's weights,"
                      + " or the last hidden layer's activations",
              min = 0,
              max = 63,
              optional = true)
          Integer layer,
      @Setting(
              value = "what counts as features in a weight matrix [outputs, inputs]",
              byDefault = "columns")
          Side of,
      @Setting(value = "at the end, or at logged steps too", byDefault = "end") At at)
      implements Serializable {}

  /** The vectors of a weight matrix {@code [outputs, inputs]} that count as features. */
  public enum Side {
    /** What each input writes into the outputs. */
    COLUMNS,
    /** What each output reads from the inputs. */
    ROWS
  }

  /** Moments at which something is measured. */
  public enum At {
    END,
    LOGGED
  }
}
