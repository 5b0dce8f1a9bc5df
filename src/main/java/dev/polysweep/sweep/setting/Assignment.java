package dev.polysweep.sweep.setting;

import dev.polysweep.sweep.setting.SettingTree.Leaf;
import dev.polysweep.sweep.yaml.Nearest;
import dev.polysweep.sweep.yaml.SweepException;
import dev.polysweep.sweep.yaml.Where;
import dev.polysweep.sweep.yaml.YamlValue;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A setting together with the value that a sweep file, an override or a program gave it.
 *
 * @param setting the setting
 * @param value the value, of the type of the record's component
 * @param text the value as it was written; labels are made from it
 * @param where place of the setting's key in the input
 */
public record Assignment(Leaf setting, Object value, String text, Where where) {

  /**
   * Reads a mapping of settings: dotted keys, nested mappings, or both.
   *
   * @return the assignments by dotted key, in the order of the input
   * @throws SweepException if a key is unknown or given twice, or a value is not allowed
   */
  public static Map<String, Assignment> all(Settings<?> settings, YamlValue.Mapping mapping) {
    Map<String, Assignment> assignments = new LinkedHashMap<>();
    read(settings, "", mapping, assignments);
    return assignments;
  }

  private static void read(
      Settings<?> settings,
      String prefix,
      YamlValue.Mapping mapping,
      Map<String, Assignment> into) {
    mapping
        .entries()
        .forEach(
            (name, entry) -> {
              String key = prefix + name;
              SettingTree part = find(settings, key, entry.where());
              if (part instanceof Leaf leaf) {
                Assignment earlier = into.putIfAbsent(key, of(leaf, entry.where(), entry.value()));
                if (earlier != null) {
                  throw SweepException.at(
                      entry.where(), key, "given twice; first at " + earlier.where());
                }
              } else if (entry.value() instanceof YamlValue.Mapping inner) {
                read(settings, key + ".", inner, into);
              } else {
                throw SweepException.at(
                    entry.where(),
                    key,
                    entry.value().shown()
                        + " is not allowed; it must be a mapping with "
                        + names((SettingTree.Group) part));
              }
            });
  }

  public static Assignment of(Leaf leaf, Where where, YamlValue value) {
    Object read = leaf.type().read(value, leaf.key());
    return new Assignment(leaf, read, text(leaf, value, read), where);
  }

  private static String text(Leaf leaf, YamlValue value, Object read) {
    if (read != null && value instanceof YamlValue.Scalar scalar) {
      return scalar.text();
    }
    return Json.compact(leaf.type().plain(read));
  }

  /**
   * Finds the setting that a key names.
   *
   * @throws SweepException if no setting has this key, or the key names a group of settings
   */
  public static Leaf setting(Settings<?> settings, String key, Where where) {
    if (find(settings, key, where) instanceof SettingTree.Group group) {
      throw SweepException.at(
          where, key, "is a group of settings; name one of them: " + names(group));
    }
    return settings.leaf(key);
  }

  private static SettingTree find(Settings<?> settings, String key, Where where) {
    Leaf leaf = settings.leaf(key);
    if (leaf != null) {
      return leaf;
    }
    Leaf list = settings.listOf(key);
    if (list != null) {
      List<String> names = settings.elementNames(list);
      String wrong = key.substring(key.lastIndexOf('.') + 1);
      throw SweepException.at(
          where,
          key,
          "unknown setting; each of "
              + list.key()
              + " has "
              + String.join(", ", names)
              + Nearest.hint(wrong, names));
    }
    SettingTree.Group nearest = settings.tree();
    for (SettingTree.Group group : settings.tree().groups()) {
      if (group.key().equals(key)) {
        return group;
      }
      if (key.startsWith(group.key() + ".")) {
        nearest = group;
      }
    }
    throw SweepException.at(
        where,
        key,
        "unknown setting; there are " + names(nearest) + Nearest.hint(key, settings.keys()));
  }

  private static String names(SettingTree.Group group) {
    return String.join(", ", group.children().stream().map(SettingTree::key).toList());
  }

  /** The values of assignments by dotted key. */
  public static Map<String, Object> values(Map<String, Assignment> assignments) {
    Map<String, Object> values = new HashMap<>();
    assignments.forEach((key, assignment) -> values.put(key, assignment.value()));
    return values;
  }
}
