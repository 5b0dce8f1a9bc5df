package dev.polysweep.engine.simd.net;

import dev.polysweep.engine.net.Activation;
import dev.polysweep.engine.net.DenseLayer;
import dev.polysweep.engine.net.Noise;
import dev.polysweep.engine.simd.kernel.Products;
import java.util.List;

/**
 * The activations and errors of one batch, shared by all models of a pack that have the same
 * layers, so that they stay in the cache from model to model. All feature-major, {@code [width,
 * stride]}.
 */
final class Workspace {

  final int stride;

  /** Output of layer l, before noise. */
  final float[][] output;

  /** Output of layer l with noise: the same array where there is none. */
  final float[][] noisy;

  /** Derivative of layer l's activation function, where its output does not tell it; else null. */
  final float[][] derivative;

  /** Error signals of two neighbouring layers, in turn. */
  final float[][] error;

  /** For sums. */
  final float[] scratch = new float[Gradients.SCRATCH];

  /** For packing weights. */
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
