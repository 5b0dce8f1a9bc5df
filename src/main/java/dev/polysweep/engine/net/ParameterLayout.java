package dev.polysweep.engine.net;

import dev.polysweep.math.Matrix;
import dev.polysweep.math.PartialSums;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The places of a network's parameters in one flat array, and of their gradients and moments in
 * arrays that begin with the same layout.
 *
 * <p>Every block starts at a multiple of {@link PartialSums#COUNT} and is padded with zeros, which
 * no update changes. A tied layer has no weights of its own. The gradient of its use of the weights
 * lies behind the range of the parameters, in the layout of the weight matrix to which it is tied.
 */
public final class ParameterLayout {

  /**
   * The use of weights and biases by one layer.
   *
   * @param weights index of the weight matrix in the parameters
   * @param rowStep distance between the entries of neighbouring outputs
   * @param colStep distance between the entries of neighbouring inputs
   * @param bias index of the biases in the parameters; −1 without bias
   * @param gradient index of the gradient of this use of the matrix in the array of gradients
   * @param length number of entries of the matrix
   */
  public record Use(int weights, int rowStep, int colStep, int bias, int gradient, int length) {}

  private final List<DenseLayer> layers;
  private final List<Use> uses = new ArrayList<>();
  private final int parameters;
  private final int gradients;

  /** The layout for a network. */
  public ParameterLayout(NetworkSpec network) {
    layers = network.layers();
    int at = 0;
    int[] weights = new int[layers.size()];
    int[] biases = new int[layers.size()];
    for (int l = 0; l < layers.size(); l++) {
      DenseLayer layer = layers.get(l);
      weights[l] = at;
      if (layer.tie() == Tie.NONE) {
        at += PartialSums.padded(layer.inputs() * layer.outputs());
      }
      biases[l] = layer.bias() ? at : -1;
      if (layer.bias()) {
        at += PartialSums.padded(layer.outputs());
      }
    }
    parameters = at;
    for (int l = 0; l < layers.size(); l++) {
      DenseLayer layer = layers.get(l);
      int length = layer.inputs() * layer.outputs();
      if (layer.tie() == Tie.NONE) {
        uses.add(new Use(weights[l], layer.inputs(), 1, biases[l], weights[l], length));
      } else {
        uses.add(new Use(weights[layer.tiedTo()], 1, layer.outputs(), biases[l], at, length));
        at += PartialSums.padded(length);
      }
    }
    gradients = at;
  }

  /** The length of the array of parameters. */
  public int parameters() {
    return parameters;
  }

  /** The length of the arrays of gradients and moments. */
  public int gradients() {
    return gradients;
  }

  /** The use of weights and biases by layer l. */
  public Use use(int l) {
    return uses.get(l);
  }

  /** Copies the parameters of layer l into the flat array. */
  public void write(int l, LayerParameters from, float[] theta) {
    Use use = uses.get(l);
    if (layers.get(l).tie() == Tie.NONE) {
      System.arraycopy(from.weight().data(), 0, theta, use.weights(), use.length());
    }
    if (use.bias() >= 0) {
      System.arraycopy(from.bias(), 0, theta, use.bias(), layers.get(l).outputs());
    }
  }

  /** A copy of the parameters of layer l. */
  public LayerParameters read(int l, float[] theta) {
    Use use = uses.get(l);
    DenseLayer layer = layers.get(l);
    Matrix weight =
        layer.tie() == Tie.NONE
            ? new Matrix(
                layer.outputs(),
                layer.inputs(),
                Arrays.copyOfRange(theta, use.weights(), use.weights() + use.length()))
            : null;
    float[] bias =
        use.bias() < 0 ? null : Arrays.copyOfRange(theta, use.bias(), use.bias() + layer.outputs());
    return new LayerParameters(weight, bias);
  }
}
