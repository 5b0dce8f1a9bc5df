package dev.polysweep.engine.nd4j;

import dev.polysweep.engine.net.DenseLayer;
import dev.polysweep.engine.net.LayerParameters;
import dev.polysweep.engine.net.Tie;
import dev.polysweep.math.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The parameters of a batch of models. Values, gradients and both moments are one flat array each,
 * made of blocks {@code [models, rows, cols]}, so that the optimiser needs only a few operations.
 * The arrays of gradients and moments have additional blocks at their end for parameters that share
 * the storage of another one.
 */
final class Parameters {

  final INDArray values;
  final INDArray gradients;
  final INDArray moment1;
  final INDArray moment2;

  /**
   * The blocks of all parameters that the optimiser updates; those that share storage come last.
   */
  final List<Block> blocks = new ArrayList<>();

  private final List<DenseLayer> layers;
  private final Block[] weights;
  private final Block[] biases;

  Parameters(Arena arena, int models, List<DenseLayer> layers) {
    this.layers = layers;
    weights = new Block[layers.size()];
    biases = new Block[layers.size()];
    long end = 0;
    for (int l = 0; l < weights.length; l++) {
      DenseLayer layer = layers.get(l);
      if (layer.tie() == Tie.NONE) {
        weights[l] = new Block(end, end, models, layer.outputs(), layer.inputs());
        end += weights[l].length();
        blocks.add(weights[l]);
      }
      if (layer.bias()) {
        biases[l] = new Block(end, end, models, layer.outputs(), 1);
        end += biases[l].length();
        blocks.add(biases[l]);
      }
    }
    values = arena.zeros(end);
    for (int l = 0; l < weights.length; l++) {
      Tie tie = layers.get(l).tie();
      if (tie != Tie.NONE) {
        Block owner = weights[layers.get(l).tiedTo()];
        weights[l] = owner;
        if (tie == Tie.SHARED_STORAGE) {
          weights[l] = new Block(owner.values(), end, models, owner.rows(), owner.cols());
          end += weights[l].length();
          blocks.add(weights[l]);
        }
      }
    }
    gradients = arena.zeros(end);
    moment1 = arena.zeros(end);
    moment2 = arena.zeros(end);
  }

  /**
   * The block of a layer's weights. For a tied layer it has the shape of the layer that owns the
   * weights.
   */
  Block weight(int layer) {
    return weights[layer];
  }

  /** The block of a layer's bias; null without bias. */
  Block bias(int layer) {
    return biases[layer];
  }

  /** Whether a block is a bias. */
  boolean isBias(Block block) {
    return Arrays.asList(biases).contains(block);
  }

  /**
   * The blocks whose values change when the parameters of a layer are replaced, including the
   * blocks of tied layers that share its storage.
   */
  List<Block> replacedWith(int layer) {
    return blocks.stream()
        .filter(
            block ->
                block == biases[layer]
                    || layers.get(layer).tie() == Tie.NONE
                        && block.values() == weights[layer].values())
        .toList();
  }

  /** A copy of one model's parameters, one entry a layer. */
  List<LayerParameters> read(int model) {
    List<LayerParameters> all = new ArrayList<>();
    for (int l = 0; l < weights.length; l++) {
      Matrix weight = null;
      if (layers.get(l).tie() == Tie.NONE) {
        weight = new Matrix(weights[l].rows(), weights[l].cols(), read(weights[l], model));
      }
      all.add(new LayerParameters(weight, biases[l] == null ? null : read(biases[l], model)));
    }
    return all;
  }

  /** Replaces one model's parameters of one layer. */
  void write(int model, int layer, LayerParameters replacement) {
    if (replacement.weight() != null) {
      write(weights[layer], model, replacement.weight().data());
    }
    if (replacement.bias() != null) {
      write(biases[layer], model, replacement.bias());
    }
  }

  /** Sets one model's values in a block to 0. */
  void clearValues(Block block, int model) {
    Host.write(new float[block.size()], 0, block.size(), values, at(block.values(), block, model));
  }

  /** Sets one model's moments in a block to 0. */
  void clearMoments(Block block, int model) {
    float[] zeros = new float[block.size()];
    Host.write(zeros, 0, zeros.length, moment1, at(block.state(), block, model));
    Host.write(zeros, 0, zeros.length, moment2, at(block.state(), block, model));
  }

  /** A copy of one model's first and second moments in a block. */
  List<float[]> readMoments(Block block, int model) {
    float[] first = new float[block.size()];
    float[] second = new float[block.size()];
    Host.read(moment1, at(block.state(), block, model), first, first.length);
    Host.read(moment2, at(block.state(), block, model), second, second.length);
    return List.of(first, second);
  }

  /** Replaces one model's moments in a block. */
  void writeMoments(Block block, int model, float[] first, float[] second) {
    Host.write(first, 0, first.length, moment1, at(block.state(), block, model));
    Host.write(second, 0, second.length, moment2, at(block.state(), block, model));
  }

  /** A copy of one model's values in a block. */
  float[] read(Block block, int model) {
    float[] copy = new float[block.size()];
    Host.read(values, at(block.values(), block, model), copy, copy.length);
    return copy;
  }

  /** Replaces one model's values in a block. */
  void write(Block block, int model, float[] replacement) {
    Host.write(replacement, 0, replacement.length, values, at(block.values(), block, model));
  }

  private static long at(long offset, Block block, int model) {
    return offset + (long) model * block.size();
  }
}
