package dev.polysweep.engine.net;

import java.io.Serializable;

/**
 * A dense layer: h = f(W·x + b), then noise in training. W is {@code [outputs, inputs]}, b is
 * {@code [outputs]}.
 *
 * @param inputs width of x, 1 to 4096
 * @param outputs width of h, 1 to 4096
 * @param activation f
 * @param bias whether there is a b
 * @param tie how W belongs to layer {@code tiedTo}
 * @param tiedTo index of the earlier layer whose transposed W this layer uses; −1 without a tie
 * @param noise added to h in training
 * @param l1Activation coefficient λ of the penalty on h (before noise); 0 for none
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

  /** A layer with weights of its own, without noise or penalty. */
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
}
