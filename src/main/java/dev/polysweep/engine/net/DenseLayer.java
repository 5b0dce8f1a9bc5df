package dev.polysweep.engine.net;

import java.io.Serializable;

/**
 * The description of a dense layer: h = f(W·x + b), to which noise is added in training. W is
 * {@code [outputs, inputs]}, b is {@code [outputs]}.
 *
 * @param inputs width of x, 1 to 4096
 * @param outputs width of h, 1 to 4096
 * @param activation activation function f
 * @param bias whether the layer has a bias b
 * @param tie whether and how W is tied to the weights of layer {@code tiedTo}
 * @param tiedTo index of the earlier layer whose transposed W this layer uses; −1 without a tie
 * @param noise noise added to h in training
 * @param l1Activation coefficient λ of the L1 penalty on h before the noise; 0 for none
 * @param l1Reduction whether that penalty is λ·Σ|h| over the batch's samples and units, or
 *     λ·mean|h|
 */
public record DenseLayer(
    int inputs,
    int outputs,
    Activation activation,
    boolean bias,
    Tie tie,
    int tiedTo,
    Noise noise,
    double l1Activation,
    Reduction l1Reduction)
    implements Serializable {

  /** A layer with its own weights, without noise or penalty. */
  public static DenseLayer of(int inputs, int outputs, Activation activation, boolean bias) {
    return new DenseLayer(
        inputs, outputs, activation, bias, Tie.NONE, -1, Noise.NONE, 0, Reduction.MEAN);
  }

  /** The same layer with its weights tied to those of an earlier layer. */
  public DenseLayer tiedTo(int layer, Tie how) {
    return new DenseLayer(
        inputs, outputs, activation, bias, how, layer, noise, l1Activation, l1Reduction);
  }

  /** The same layer with noise after it. */
  public DenseLayer with(Noise added) {
    return new DenseLayer(
        inputs, outputs, activation, bias, tie, tiedTo, added, l1Activation, l1Reduction);
  }

  /** The same layer with an L1 penalty on its activations. */
  public DenseLayer withL1(double coefficient, Reduction reduction) {
    return new DenseLayer(
        inputs, outputs, activation, bias, tie, tiedTo, noise, coefficient, reduction);
  }

  /** The coefficient of Σ|h| over a batch of so many samples, which {@code l1Reduction} scales. */
  public double l1Coefficient(int samples) {
    return l1Reduction == Reduction.SUM
        ? l1Activation
        : l1Activation / ((double) samples * outputs);
  }
}
