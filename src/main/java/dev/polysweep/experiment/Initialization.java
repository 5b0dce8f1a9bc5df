package dev.polysweep.experiment;

import dev.polysweep.engine.net.LayerParameters;
import dev.polysweep.math.Initializers;
import dev.polysweep.math.Matrix;
import dev.polysweep.math.RandomStream;

/** Distributions of the initial weights and biases of a dense layer. */
public enum Initialization {

  /** Weights and biases from U(±1/√inputs), as PyTorch's {@code nn.Linear}. */
  RANDOM {
    @Override
    public LayerParameters draw(int inputs, int outputs, RandomStream random) {
      double bound = 1 / StrictMath.sqrt(inputs);
      Matrix weight = Initializers.uniform(outputs, inputs, bound, random);
      return new LayerParameters(weight, Initializers.uniform(1, outputs, bound, random).data());
    }
  },

  /** Orthogonal weights (Saxe et al. 2014) times √2, zero biases. */
  ORTHOGONAL {
    @Override
    public LayerParameters draw(int inputs, int outputs, RandomStream random) {
      return new LayerParameters(
          Initializers.orthogonal(outputs, inputs, StrictMath.sqrt(2), random), new float[outputs]);
    }
  };

  /**
   * Draws the parameters of a layer: a weight {@code [outputs, inputs]} and a bias {@code
   * [outputs]}.
   *
   * @param random the source of the draws, which is advanced
   */
  public abstract LayerParameters draw(int inputs, int outputs, RandomStream random);
}
