package dev.polysweep.spark.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;

/** The JSON paths of the settings in a configuration. */
public final class JsonPaths {

  private JsonPaths() {}

  /**
   * Maps the column name of each setting to its JSON path. The column name joins the keys on the
   * way to the setting by underscores: {@code mlp_hidden} is at {@code $.mlp.hidden}. An element of
   * a list is named by its number: {@code layers_1_width} is at {@code $.layers[1].width}.
   *
   * @param config canonical JSON of a configuration, with every setting
   * @throws IllegalArgumentException if {@code config} is not JSON
   */
  public static Map<String, String> of(String config) {
    Map<String, String> paths = new LinkedHashMap<>();
    try {
      collect(new ObjectMapper().readTree(config), "", "$", paths);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a configuration: " + config, e);
    }
    return paths;
  }

  private static void collect(
      JsonNode node, String prefix, String path, Map<String, String> paths) {
    node.fields()
        .forEachRemaining(
            field -> {
              String column = prefix + field.getKey();
              String here = path + "." + field.getKey();
              if (field.getValue().isObject()) {
                collect(field.getValue(), column + "_", here, paths);
              } else {
                paths.put(column, here);
                for (int i = 0; i < field.getValue().size(); i++) {
                  collect(
                      field.getValue().get(i), column + "_" + i + "_", here + "[" + i + "]", paths);
                }
              }
            });
  }
}
