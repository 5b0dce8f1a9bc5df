package dev.polysweep.sweep;

import java.io.Serializable;
import java.util.Map;

/**
 * One configuration of a sweep.
 *
 * @param label unique within the sweep
 * @param settings the experiment's configuration record, every setting filled in
 * @param swept values of the swept settings by column name (dots turned to underscores), as String,
 *     Long, Double or Boolean
 * @param json the settings as canonical JSON (keys sorted, defaults included)
 * @param identity the same with the defaults of those settings that results do not depend on: what
 *     names the configuration's cells
 */
public record Configuration(
    String label, Record settings, Map<String, Object> swept, String json, String identity)
    implements Serializable {

  /** A configuration whose settings all affect its results. */
  public Configuration(String label, Record settings, Map<String, Object> swept, String json) {
    this(label, settings, swept, json, json);
  }
}
