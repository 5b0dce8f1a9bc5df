package dev.polysweep.experiment.network;

import dev.polysweep.engine.net.Activation;
import dev.polysweep.engine.net.DenseLayer;
import dev.polysweep.engine.net.LayerParameters;
import dev.polysweep.math.Matrix;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The trained network of a cell under the names that PyTorch's {@code torch.nn.Sequential} gives
 * its parameters: modules are counted from 0, a layer is a {@code Linear} and its activation
 * function, if it has one, the next module. A tied layer has its weights too.
 */
public final class CellNetwork {

  private static final String WEIGHT = ".weight";
  private static final String BIAS = ".bias";

  private CellNetwork() {}

  /** The matrices that a cell stores. */
  static Map<String, Matrix> arrays(
      NetworkConfig config, List<Matrix> weights, List<LayerParameters> parameters) {
    Map<String, Matrix> arrays = new LinkedHashMap<>();
    List<Integer> modules = modules(config);
    for (int l = 0; l < weights.size(); l++) {
      arrays.put(modules.get(l) + WEIGHT, weights.get(l));
      float[] bias = parameters.get(l).bias();
      if (bias != null) {
        arrays.put(modules.get(l) + BIAS, new Matrix(1, bias.length, bias));
      }
    }
    return arrays;
  }

  /** The number of each layer's {@code Linear} among the modules. */
  static List<Integer> modules(NetworkConfig config) {
    List<Integer> modules = new ArrayList<>();
    int next = 0;
    for (DenseLayer layer : NetworkPlans.layers(config)) {
      modules.add(next);
      next += layer.activation() == Activation.LINEAR ? 1 : 2;
    }
    return modules;
  }

  /**
   * The parameters among the matrices of a cell, in the order of the layers.
   *
   * @throws IllegalArgumentException if the cell did not store its weights
   */
  public static Map<String, Matrix> parameters(NetworkConfig config, Map<String, Matrix> arrays) {
    Map<String, Matrix> parameters = new LinkedHashMap<>();
    List<DenseLayer> layers = NetworkPlans.layers(config);
    List<Integer> modules = modules(config);
    for (int l = 0; l < layers.size(); l++) {
      Set<String> names = new LinkedHashSet<>(List.of(modules.get(l) + WEIGHT));
      if (layers.get(l).bias()) {
        names.add(modules.get(l) + BIAS);
      }
      for (String name : names) {
        if (!arrays.containsKey(name)) {
          throw new IllegalArgumentException("the cell kept no weights; keep names what is kept");
        }
        parameters.put(name, arrays.get(name));
      }
    }
    return parameters;
  }

  /** The names of the parameters that are vectors. */
  public static Set<String> vectors(Map<String, Matrix> parameters) {
    Set<String> vectors = new LinkedHashSet<>(parameters.keySet());
    vectors.removeIf(name -> !name.endsWith(BIAS));
    return vectors;
  }

  /** The network as a Python expression. */
  public static String python(NetworkConfig config) {
    List<String> modules = new ArrayList<>();
    for (DenseLayer layer : NetworkPlans.layers(config)) {
      modules.add(
          "nn.Linear("
              + layer.inputs()
              + ", "
              + layer.outputs()
              + (layer.bias() ? ")" : ", bias=False)"));
      switch (layer.activation()) {
        case RELU -> modules.add("nn.ReLU()");
        case LEAKY_RELU -> modules.add("nn.LeakyReLU()");
        case GELU -> modules.add("nn.GELU()");
        case TANH -> modules.add("nn.Tanh()");
        case LINEAR -> {}
      }
    }
    return "nn.Sequential(" + String.join(", ", modules) + ")";
  }
}
