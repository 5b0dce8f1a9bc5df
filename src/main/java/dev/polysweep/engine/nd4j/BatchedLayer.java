package dev.polysweep.engine.nd4j;

import dev.polysweep.engine.net.Activation;
import dev.polysweep.engine.net.DenseLayer;
import dev.polysweep.engine.net.Tie;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * One dense layer of all models of a batch: its arrays, and the operations of its forward and
 * backward passes. Arrays are {@code [models, units, samples]} unless stated otherwise.
 */
final class BatchedLayer {

  /** The layer's output f(z) before noise; the same array as z in a linear layer. */
  final INDArray h;

  /** The input of the next layer: h, plus noise if any model has noise here. */
  final INDArray output;

  /** ∂L/∂output; the backward pass overwrites it with ∂L/∂z. */
  final INDArray gradient;

  private final DenseLayer spec;
  private final INDArray input;
  private final INDArray z;

  /** f′(z); null in a linear layer, where it is 1. */
  private final INDArray slope;

  private final INDArray scratch;

  /**
   * Allocates the arrays of the layer.
   *
   * @param input output of the previous layer, {@code [models, inputs, samples]}
   * @param noisy whether any model has noise after this layer
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
   * Appends the operations of the forward pass to a program: z = W·input + b, h = f(z) and f′(z).
   *
   * @param weight W, {@code [models, outputs, inputs]}; for a tied layer the weights of the owning
   *     layer, {@code [models, inputs, outputs]}
   * @param bias b, {@code [models, outputs, 1]}; null without bias
   */
  void forward(Program program, INDArray weight, INDArray bias) {
    program.matmul(weight, tied(), input, false, z);
    if (bias != null) {
      program.add(z, bias, z);
    }
    activate(program);
  }

  /**
   * Appends the operations of the backward pass to a program. When they run, {@link #gradient} must
   * hold ∂L/∂h.
   *
   * @param weight W, as in the forward pass
   * @param ones an array of ones, {@code [models, samples, 1]}
   * @param gradWeight ∂L/∂W, of the shape of {@code weight}; overwritten
   * @param gradBias ∂L/∂b, {@code [models, outputs, 1]}; overwritten; null without bias
   * @param gradInput ∂L/∂input; overwritten; null if it is not needed
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

  /**
   * An array of the layer's shape for intermediate results; its contents do not outlive the
   * operations that use it.
   */
  INDArray scratch() {
    return scratch;
  }

  private boolean tied() {
    return spec.tie() != Tie.NONE;
  }

  /**
   * Appends h = f(z) and slope = f′(z). ReLU is computed as the product z·slope, so that NaN stays
   * NaN, which ND4J's own ReLU does not ensure.
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
   * Appends h = z·Φ(z) and slope = Φ(z) + z·φ(z), with Φ(z) = (1 + erf(z/√2))/2 and φ(z) =
   * exp(−z²/2)/√(2π).
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
