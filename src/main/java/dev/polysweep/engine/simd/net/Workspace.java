package dev.polysweep.engine.simd.net;

import dev.polysweep.engine.net.Activation;
import dev.polysweep.engine.net.DenseLayer;
import dev.polysweep.engine.net.Noise;
import dev.polysweep.engine.simd.kernel.Products;
import java.util.List;

/**
 * The arrays for the activations and errors of one batch, shared by all models of a pack that have
 * the same layers, so that the arrays stay in the cache when the next model takes its turn. All are
 * feature-major, {@code [width, stride]}.
 */
final class Workspace {

  final int stride;

  /** For each layer its output before noise. */
  final float[][] output;

  /**
   * For each layer its output with noise; the same array as {@link #output} for a layer without
   * noise.
   */
  final float[][] noisy;

  /**
   * For each layer the derivative of its activation function; null if it can be computed from the
   * output.
   */
  final float[][] derivative;

  /** The error signals of two neighbouring layers; the layers use the two arrays alternately. */
  final float[][] error;

  /** Scratch memory for sums. */
  final float[] scratch = new float[Gradients.SCRATCH];

  /** Scratch memory for packing weights. */
  final float[] pack;

  Workspace(List<DenseLayer> layers, int stride) {
    this.stride = stride;
    output = new float[layers.size()][];
    noisy = new float[layers.size()][];
    derivative = new float[layers.size()][];
    int widest = 0;
    int packed = 0;
    for (int l = 0; l < layers.size(); l++) {
      DenseLayer layer = layers.get(l);
      widest = Math.max(widest, layer.outputs());
      packed = Math.max(packed, Products.packed(layer.inputs(), layer.outputs()));
      packed = Math.max(packed, Products.packed(layer.outputs(), layer.inputs()));
      output[l] = new float[layer.outputs() * stride];
      noisy[l] =
          layer.noise().kind() == Noise.Kind.NONE ? output[l] : new float[layer.outputs() * stride];
      if (layer.activation() == Activation.GELU || layer.activation() == Activation.TANH) {
        derivative[l] = new float[layer.outputs() * stride];
      }
    }
    pack = new float[packed];
    error = new float[][] {new float[widest * stride], new float[widest * stride]};
  }
}
