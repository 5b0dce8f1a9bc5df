package dev.polysweep.engine.sae;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * An architecture of sparse autoencoders. It says how to turn the encoder's pre-activations z = (x
 * − b_dec)·W_enc + b_enc {@code [n, d_sae]} into {@code feature_acts} a, what is added to the
 * reconstruction loss, and how gradients pass through both. Each implementation is one file, which
 * says everything that is particular to its architecture; the engines know none of them by name.
 *
 * <p>The methods here are the specification, in plain loops. An engine runs them as they are, but
 * for the selections that it has a faster kernel for (see {@link SaeSelection}).
 *
 * <p>What may become of the weights is the same for all architectures ({@link SaeConstraints}). The
 * loss of a batch is that of SAELens: the squared error summed over units and averaged over
 * samples, mse = (1/n)·Σ_s ‖x_s − x̂_s‖², plus coefficient·(1/n)·Σ_s penalty(a_s), plus the
 * auxiliary term of {@link AuxK} if there is one.
 */
public interface SaeArchitecture extends Serializable {

  /**
   * Completes and checks initial parameters.
   *
   * @param initial weights and biases, possibly without the thresholds that only this architecture
   *     has
   * @return the parameters that training starts from, with thresholds if {@link #learnsThresholds}
   * @throws IllegalArgumentException if the architecture cannot be trained from them
   */
  default SaeParameters start(SaeParameters initial) {
    return initial;
  }

  /**
   * Checks that the settings fit the number of latents.
   *
   * @param dSae number of latents
   * @throws IllegalArgumentException if the settings do not fit; the message names both numbers
   */
  default void requireFits(int dSae) {}

  /**
   * Whether each latent learns a threshold θ_f; where latents have {@linkplain #separatesMagnitudes
   * magnitudes}, the scale and the bias of their magnitudes.
   */
  default boolean learnsThresholds() {
    return false;
  }

  /** Whether learned thresholds are above 0 and their logarithms are the trained parameters. */
  default boolean logarithmicThresholds() {
    return true;
  }

  /**
   * Whether gates, which are open where z &gt; 0, are apart from magnitudes s·z + t, as {@link
   * Gated} says. Then {@code threshold} holds r_mag and b_mag, a rule is given s and t instead of
   * thresholds, and what the open gates reconstruct adds a loss, whose gradients {@link #gate}
   * finds in {@link ActiveLatents#byGate}.
   */
  default boolean separatesMagnitudes() {
    return false;
  }

  /**
   * The number of rows of {@link SaeParameters#threshold} that are trained: 1 with thresholds, 2
   * with magnitudes, and 0 with neither.
   */
  default int trainedThresholds() {
    return separatesMagnitudes() ? 2 : learnsThresholds() ? 1 : 0;
  }

  /** Whether b_enc is trained; otherwise it stays what it is at the start. */
  default boolean trainsBias() {
    return true;
  }

  /** The rule that selects the active latents of a sample in a training step. */
  SaeSelection training();

  /**
   * The architecture as it is in a training step, for those whose settings change in the course of
   * training. The engine takes everything that concerns the step from the result.
   *
   * @param step number of the step, from 0
   * @param memory what {@link #remember} has left
   */
  default SaeArchitecture at(int step, double[] memory) {
    return this;
  }

  /** The numbers that training carries from step to step, before the first step. */
  default double[] memory() {
    return new double[0];
  }

  /**
   * Changes the numbers that are carried on, after the forward pass of a training step.
   *
   * @param memory numbers like those of {@link #memory}, changed in place
   */
  default void remember(double[] memory, SaeStep step) {}

  /**
   * The rule that selects the active latents of a sample in evaluation.
   *
   * @param memory what {@link #remember} has left
   * @param round round of the encoder, from 0
   */
  default SaeSelection evaluation(double[] memory, int round) {
    return training();
  }

  /** How often the encoder encodes, and what. */
  default SaeIteration iteration() {
    return SaeIteration.ONCE;
  }

  /**
   * The dictionaries inside the dictionary in a training step; null if there are none.
   *
   * @param step number of the step, from 0
   * @param seed key of random numbers
   * @param frequency share of samples on which each latent is active, a running mean, {@code
   *     [d_sae]}
   */
  default SaeNesting nesting(int step, long seed, double[] frequency) {
    return null;
  }

  /**
   * How much more a sample with a great error weighs: its weight is ∝ exp(tilt·ℓ/mean ℓ) of its
   * squared error ℓ, and the weights' sum is 1. 0 for equal weights, 1/n.
   */
  default double tilt() {
    return 0;
  }

  /**
   * The coefficient of the penalty in a training step.
   *
   * @param step number of the step, from 0
   */
  default double coefficient(int step) {
    return 0;
  }

  /**
   * The penalty of one sample, without its coefficient.
   *
   * @param latents the sample's entries are those from {@code from} (inclusive) to {@code to}
   */
  default float penalty(ActiveLatents latents, int from, int to) {
    return 0;
  }

  /**
   * Turns gradients of activations into gradients of pre-activations and of thresholds.
   *
   * @param latents entries 0 … end − 1 are those of several samples. On entry {@code grad} holds
   *     ∂mse/∂a; on return it holds the whole loss's gradient of z, and {@code gate} holds the
   *     gradient of θ where thresholds are learned, and ∂mse/∂(s·z + t) where there are gates
   * @param slope the penalty's coefficient divided by the number of samples of the batch
   * @param theta what the rule is given, as in {@link SaeSelection#select}
   */
  default void gate(ActiveLatents latents, int end, float slope, float[] theta) {}

  /** The auxiliary loss on dead latents; {@link AuxK#NONE} without one. */
  default AuxK aux() {
    return AuxK.NONE;
  }

  /**
   * The threshold that a latent has after it was resampled; empty if it keeps the one it had.
   * {@link SaeResampling} says what becomes of its weights, its bias and the optimiser's state.
   */
  default OptionalDouble resampledThreshold() {
    return OptionalDouble.empty();
  }

  /**
   * The trained autoencoder as it is used after training, without penalties.
   *
   * @param parameters the parameters that {@link SaeTraining#parameters} returns
   */
  TrainedSae trained(SaeParameters parameters);

  /**
   * What a trained autoencoder's rule is given of its latents, as in {@link SaeSelection#select}:
   * the thresholds of the parameters, {@code [rounds, d_sae]}, where one below 0 is replaced by 0,
   * since ReLU is applied before. Null if none are learned.
   */
  default float[] thresholds(SaeParameters parameters) {
    if (!learnsThresholds()) {
      return null;
    }
    float[] thresholds = parameters.threshold().clone();
    for (int f = 0; f < thresholds.length; f++) {
      thresholds[f] = Math.max(thresholds[f], 0);
    }
    return thresholds;
  }

  /**
   * The parameters at the end of training. If evaluation uses a running threshold, it is the {@code
   * threshold} of every latent.
   *
   * @param memory what {@link #remember} has left
   */
  default SaeParameters finished(SaeParameters parameters, double[] memory) {
    return parameters;
  }

  /**
   * The name that SAELens gives to the trained autoencoder, its {@code architecture} in {@code
   * cfg.json}.
   *
   * @throws UnsupportedOperationException if SAELens has no such architecture for inference
   */
  String saeLensName();

  /** The settings, other than the name, that SAELens needs to use the trained autoencoder. */
  default Map<String, Object> saeLensSettings() {
    return Map.of();
  }

  /**
   * The vectors other than b_dec that SAELens stores for the trained autoencoder, by SAELens's
   * names and in the order in which they are written.
   *
   * @param parameters the parameters of the trained autoencoder
   */
  default Map<String, float[]> saeLensVectors(SaeParameters parameters) {
    Map<String, float[]> vectors = new LinkedHashMap<>();
    vectors.put("b_enc", parameters.bEnc());
    if (learnsThresholds()) {
      vectors.put("threshold", parameters.threshold());
    }
    return vectors;
  }

  /** Refuses a setting that is negative, infinite or not a number. */
  static void requireNonNegative(String name, double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(name + " must be finite and at least 0, not " + value);
    }
  }

  /** Refuses a setting that is not finite and above 0. */
  static void requirePositive(String name, double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(name + " must be finite and above 0, not " + value);
    }
  }

  /** Refuses more active latents of a sample, k, than there are latents. */
  static void requireAtMost(double k, int dSae) {
    if (k > dSae) {
      String number = k == Math.rint(k) ? Long.toString((long) k) : Double.toString(k);
      throw new IllegalArgumentException("k is " + number + ", more than d_sae, " + dSae);
    }
  }

  /** Refuses a number of latents below 1. */
  static void requireAtLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, not " + value);
    }
  }
}
