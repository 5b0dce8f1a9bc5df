package dev.polysweep.sweep;

import java.io.Serializable;
import java.util.Map;

/**
 * One configuration of a sweep.
 *
 * @param label name of the configuration, unique within the sweep
 * @param settings the experiment's configuration record, every setting filled in
 * @param swept values of the swept settings by column name (dots turned to underscores), as String,
 *     Long, Double or Boolean
 * @param json the settings as canonical JSON (keys sorted, defaults included)
 * @param identity canonical JSON as in {@code json}, except that each setting that results do not
 *     depend on has its default; it enters the identifiers of the configuration's cells
 */
public record Configuration(
    String label, Record settings, Map<String, Object> swept, String json, String identity)
    implements Serializable {

  /**
   * Makes a configuration all of whose settings affect its results, so that {@code identity} equals
   * {@code json}.
   */
  public Configuration(String label, Record settings, Map<String, Object> swept, String json) {
    this(label, settings, swept, json, json);
  }
}
