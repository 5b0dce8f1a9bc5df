package dev.polysweep.data.forest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.polysweep.Fixtures;
import dev.polysweep.Safetensors;
import java.nio.file.Path;

/** A model of SynthSAEBench that the public code built, from its settings and arrays. */
public final class BenchModel {

  public final String name;
  public final JsonNode json;
  public final JsonNode config;
  public final Safetensors arrays;

  private BenchModel(Path file) {
    json = Fixtures.json(file);
    config = json.get("config");
    arrays = Fixtures.tensors(file);
    name = json.get("name").asText();
  }

  /** Whether a file describes a model. */
  public static boolean is(JsonNode json) {
    return json.has("parent") && json.has("config");
  }

  /** Reads a model. */
  public static BenchModel read(Path file) {
    return new BenchModel(file);
  }

  /** The model of a name, among those of the folder that the tests take. */
  public static BenchModel named(String name) {
    return read(
        Fixtures.synthSaeBench(json -> is(json) && json.get("name").asText().equals(name)).get(0));
  }

  /** Its trees, as it says them. */
  FeatureForest forest() {
    int n = json.get("parent").size();
    int[] parent = new int[n];
    boolean[] exclusive = new boolean[n];
    for (int i = 0; i < n; i++) {
      parent[i] = json.get("parent").get(i).asInt();
    }
    json.get("mutually_exclusive_children").forEach(i -> exclusive[i.asInt()] = true);
    return new FeatureForest(parent, exclusive);
  }

  /** The shape that its trees were grown by. */
  ForestShape shape() {
    JsonNode h = config.get("hierarchy");
    JsonNode branching = h.get("branching_factor");
    JsonNode to = h.get("mutually_exclusive_max_depth");
    return new ForestShape(
        config.get("num_features").asInt(),
        h.get("total_root_nodes").asInt(),
        branching.isArray() ? branching.get(0).asInt() : branching.asInt(),
        branching.isArray() ? branching.get(1).asInt() : branching.asInt(),
        h.get("max_depth").asInt(),
        h.get("mutually_exclusive_portion").asDouble(),
        h.get("mutually_exclusive_min_depth").asInt(),
        to == null || to.isNull() ? null : to.asInt());
  }

  /** The model, as its arrays say it. */
  ForestModel model(boolean scaled) {
    return new ForestModel(
        forest(),
        new FiringLaw(
            arrays.tensor("corr_factor").cols(),
            arrays.floats("corr_factor"),
            arrays.vector("corr_delta"),
            arrays.vector("threshold")),
        arrays.vector("mean_magnitude"),
        arrays.vector("std_magnitude"),
        scaled,
        arrays.tensor("dict_final"),
        arrays.vector("bias"));
  }

  /** The source of its samples. */
  public ForestFeatures features(boolean scaled, long seed) {
    return new ForestFeatures(model(scaled), seed);
  }
}
