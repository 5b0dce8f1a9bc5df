package dev.polysweep.experiment.network;

import dev.polysweep.engine.net.LayerParameters;
import dev.polysweep.engine.net.TrainingSession;
import dev.polysweep.math.Matrix;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Networks of a session at one moment of their training. What metrics need of them is first asked
 * for, then fetched in one go for all networks, which a device evaluates together, and then read by
 * any number of threads.
 */
final class Moment {

  private final Map<Integer, List<LayerParameters>> parameters = new TreeMap<>();
  private final Map<Integer, List<Pass>> passes = new TreeMap<>();
  private final Map<Place, Map<Matrix, Matrix>> outputs = new HashMap<>();
  private long floats;

  /** A forward pass of a network up to some layer. */
  private record Pass(int model, Matrix x) {}

  /** A layer of a network. */
  private record Place(int model, int layer) {}

  /** Asks for the parameters of a network. */
  void ask(int model) {
    parameters.put(model, List.of());
  }

  /**
   * Asks for the outputs of a layer, of which there are as many as inputs.
   *
   * @param x inputs, {@code [n, inputs]}; told from others by identity
   * @param layer number of the layer
   * @param width number of the layer's outputs
   */
  void ask(int model, Matrix x, int layer, int width) {
    Map<Matrix, Matrix> asked =
        outputs.computeIfAbsent(new Place(model, layer), key -> new IdentityHashMap<>());
    if (!asked.containsKey(x)) {
      asked.put(x, null);
      passes.computeIfAbsent(layer, key -> new ArrayList<>()).add(new Pass(model, x));
      floats += (long) x.rows() * width;
    }
  }

  /** The number of outputs that were asked for, in floats. */
  long floats() {
    return floats;
  }

  /** Fetches what was asked for. */
  void fetch(TrainingSession session) {
    parameters.replaceAll((model, none) -> session.parameters(model));
    passes.forEach(
        (layer, of) -> {
          List<Integer> models = of.stream().map(Pass::model).toList();
          List<Matrix> fetched = session.forward(models, of.stream().map(Pass::x).toList(), layer);
          for (int i = 0; i < of.size(); i++) {
            outputs.get(new Place(models.get(i), layer)).put(of.get(i).x, fetched.get(i));
          }
        });
  }

  /**
   * The parameters of a network, one entry a layer.
   *
   * @throws IllegalStateException if nobody asked for them
   */
  List<LayerParameters> parameters(int model) {
    return fetched(parameters.get(model), model);
  }

  /**
   * The outputs of a layer, {@code [n, width]}.
   *
   * @throws IllegalStateException if nobody asked for them
   */
  Matrix outputs(int model, Matrix x, int layer) {
    return fetched(outputs.getOrDefault(new Place(model, layer), Map.of()).get(x), model);
  }

  private static <T> T fetched(T value, int model) {
    if (value == null) {
      throw new IllegalStateException("nobody asked for this of network " + model);
    }
    return value;
  }
}
