package dev.polysweep.engine.net;

import java.io.Serializable;
import java.util.List;

/**
 * The description of a network: a chain of dense layers.
 *
 * @param layers the layers from input to output
 */
public record NetworkSpec(List<DenseLayer> layers) implements Serializable {

  /**
   * Checks that the layers fit together.
   *
   * @throws IllegalArgumentException if there is no layer, more than one layer has noise, a width
   *     is outside 1 … 4096, the widths of neighbouring layers differ, or a layer is tied to one
   *     that is not an earlier, untied layer of the transposed shape
   */
  public NetworkSpec {
    layers = List.copyOf(layers);
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("a network needs at least one layer");
    }
    if (layers.stream().filter(layer -> layer.noise().kind() != Noise.Kind.NONE).count() > 1) {
      throw new IllegalArgumentException(
          "noise can follow one layer only: its draws are indexed by unit, not by layer");
    }
    for (int i = 0; i < layers.size(); i++) {
      DenseLayer layer = layers.get(i);
      if (layer.inputs() < 1
          || layer.inputs() > 4096
          || layer.outputs() < 1
          || layer.outputs() > 4096) {
        throw new IllegalArgumentException(
            "layer "
                + i
                + " is "
                + layer.inputs()
                + "→"
                + layer.outputs()
                + "; widths are 1 to 4096");
      }
      if (i > 0 && layers.get(i - 1).outputs() != layer.inputs()) {
        throw new IllegalArgumentException(
            "layer "
                + i
                + " takes "
                + layer.inputs()
                + " inputs, but the layer before gives "
                + layers.get(i - 1).outputs());
      }
      if (layer.tie() != Tie.NONE) {
        int to = layer.tiedTo();
        boolean fits =
            to >= 0
                && to < i
                && layers.get(to).tie() == Tie.NONE
                && layers.get(to).inputs() == layer.outputs()
                && layers.get(to).outputs() == layer.inputs();
        if (!fits) {
          throw new IllegalArgumentException("layer " + i + " cannot be tied to layer " + to);
        }
      }
    }
  }

  /** The network of the given layers, from input to output. */
  public NetworkSpec(DenseLayer... layers) {
    this(List.of(layers));
  }

  /** The width of the input. */
  public int inputs() {
    return layers.get(0).inputs();
  }

  /** The width of the output. */
  public int outputs() {
    return layers.get(layers.size() - 1).outputs();
  }
}
