package dev.polysweep.engine.net;

import dev.polysweep.math.Matrix;
import java.io.Serializable;

/**
 * The parameters of one dense layer.
 *
 * @param weight weights W, {@code [outputs, inputs]}; null for a tied layer
 * @param bias biases b, {@code [outputs]}; null for a layer without bias
 */
public record LayerParameters(Matrix weight, float[] bias) implements Serializable {

  /**
   * Checks that these parameters fit a layer.
   *
   * @param layer the layer
   * @param index number of the layer, for the message
   * @throws IllegalArgumentException if the shapes do not fit; the message names both
   */
  public void requireFits(DenseLayer layer, int index) {
    boolean weightFits =
        layer.tie() == Tie.NONE
            ? weight != null && weight.rows() == layer.outputs() && weight.cols() == layer.inputs()
            : weight == null;
    boolean biasFits = layer.bias() ? bias != null && bias.length == layer.outputs() : bias == null;
    if (!weightFits || !biasFits) {
      throw new IllegalArgumentException(
          "layer "
              + index
              + " ("
              + layer.outputs()
              + "×"
              + layer.inputs()
              + ") was given weights "
              + weight
              + " and "
              + (bias == null ? "no" : bias.length)
              + " biases");
    }
  }

  /** A deep copy. */
  public LayerParameters copy() {
    return new LayerParameters(
        weight == null ? null : weight.copy(), bias == null ? null : bias.clone());
  }
}
