package dev.polysweep.engine.nd4j;

import dev.polysweep.engine.net.Activation;
import dev.polysweep.engine.net.DenseLayer;
import dev.polysweep.engine.net.Tie;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One dense layer of all models of a batch: its arrays, and the operations of its forward and
 * backward pass. Arrays are {@code [models, units, samples]}.
 */
final class BatchedLayer {

  /** f(z); the same array as z in a linear layer. */
  final INDArray h;

  /** The next layer's input: h, plus noise if there is any. */
  final INDArray output;

  /** ∂L/∂output; becomes ∂L/∂z in the backward pass. */
  final INDArray gradient;

  private final DenseLayer spec;
  private final INDArray input;
  private final INDArray z;

  /** f′(z); null in a linear layer, where it is 1. */
  private final INDArray slope;

  private final INDArray scratch;

  /**
   * @param input output of the layer before, {@code [models, inputs, samples]}
   * @param noisy whether some model has noise here
   */
  BatchedLayer(Arena arena, DenseLayer spec, INDArray input, boolean noisy) {
    this.spec = spec;
    this.input = input;
    long models = input.size(0);
    long samples = input.size(2);
    z = arena.zeros(models, spec.outputs(), samples);
    boolean linear = spec.activation() == Activation.LINEAR;
    h = linear ? z : arena.zeros(models, spec.outputs(), samples);
    slope = linear ? null : arena.zeros(models, spec.outputs(), samples);
    scratch = arena.zeros(models, spec.outputs(), samples);
    gradient = arena.zeros(models, spec.outputs(), samples);
    output = noisy ? arena.zeros(models, spec.outputs(), samples) : h;
  }

  /**
   * Appends z = W·input + b, h = f(z) and f′(z).
   *
   * @param weight {@code [models, outputs, inputs]}, or of a tied layer {@code [models, inputs,
   *     outputs]}
   * @param bias {@code [models, outputs, 1]}, or null
   */
  void forward(Program program, INDArray weight, INDArray bias) {
    program.matmul(weight, tied(), input, false, z);
    if (bias != null) {
      program.add(z, bias, z);
    }
    activate(program);
  }

  /**
   * Appends the gradients, {@link #gradient} holding ∂L/∂h at that point.
   *
   * @param ones {@code [models, samples, 1]}
   * @param gradWeight of {@code weight}'s shape, overwritten
   * @param gradBias overwritten; null without bias
   * @param gradInput ∂L/∂input, overwritten; null if nobody wants it
   */
  void backward(
      Program program,
      INDArray weight,
      INDArray ones,
      INDArray gradWeight,
      INDArray gradBias,
      INDArray gradInput) {
    if (slope != null) {
      program.multiply(gradient, slope, gradient);
    }
    if (tied()) {
      program.matmul(input, false, gradient, true, gradWeight);
    } else {
      program.matmul(gradient, false, input, true, gradWeight);
    }
    if (gradBias != null) {
      program.matmul(gradient, false, ones, false, gradBias);
    }
    if (gradInput != null) {
      program.matmul(weight, !tied(), gradient, false, gradInput);
    }
  }

  /** An array of the layer's shape that anyone may overwrite between two operations. */
  INDArray scratch() {
    return scratch;
  }

  private boolean tied() {
    return spec.tie() != Tie.NONE;
  }

  /**
   * h = f(z) and slope = f′(z). ReLU is a product, so that it passes NaN on, which ND4J's own does
   * not.
   */
  private void activate(Program program) {
    switch (spec.activation()) {
      case LINEAR -> {}
      case RELU -> {
        program.step(z, slope);
        program.multiply(z, slope, h);
      }
      case LEAKY_RELU -> {
        program.step(z, slope);
        program.multiply(slope, 0.99, slope);
        program.add(slope, 0.01, slope);
        program.multiply(z, slope, h);
      }
      case TANH -> {
        program.tanh(z, h);
        program.multiply(h, h, slope);
        program.multiply(slope, -1, slope);
        program.add(slope, 1, slope);
      }
      case GELU -> gelu(program);
    }
  }

  /**
   * h = z·Φ(z), slope = Φ(z) + z·φ(z), with Φ(z) = (1 + erf(z/√2))/2 and φ(z) = exp(−z²/2)/√(2π).
   */
  private void gelu(Program program) {
    program.multiply(z, Math.sqrt(0.5), slope);
    program.erf(slope, slope);
    program.add(slope, 1, slope);
    program.multiply(slope, 0.5, slope);
    program.multiply(z, slope, h);
    program.multiply(z, z, scratch);
    program.multiply(scratch, -0.5, scratch);
    program.exp(scratch, scratch);
    program.multiply(scratch, z, scratch);
    program.multiply(scratch, 1 / Math.sqrt(2 * Math.PI), scratch);
    program.add(slope, scratch, slope);
  }
}
