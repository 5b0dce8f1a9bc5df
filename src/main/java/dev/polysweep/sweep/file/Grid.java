package dev.polysweep.sweep.file;

import dev.polysweep.sweep.setting.Assignment;
import dev.polysweep.sweep.setting.SettingTree.Leaf;
import dev.polysweep.sweep.setting.Settings;
import dev.polysweep.sweep.yaml.SweepException;
import dev.polysweep.sweep.yaml.Where;
import dev.polysweep.sweep.yaml.YamlValue;
import dev.polysweep.sweep.yaml.YamlValue.Entry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The cartesian product of some settings' values.
 *
 * @param keys the swept keys and their places in the file, in the order of the file
 * @param axes for each key, in the order of {@code keys}, its values
 */
record Grid(Map<String, Where> keys, List<List<Assignment>> axes) {

  /**
   * Reads a grid from a mapping of settings to lists of values.
   *
   * @throws SweepException if there is no key, a key is no setting, or a list is empty or repeats a
   *     value
   */
  static Grid read(Settings<?> settings, YamlValue.Mapping mapping, Where where) {
    if (mapping.entries().isEmpty()) {
      throw SweepException.at(
          where, "grid", "is empty; it must give at least one setting a list of values");
    }
    Map<String, Where> keys = new LinkedHashMap<>();
    List<List<Assignment>> axes = new ArrayList<>();
    mapping
        .entries()
        .forEach(
            (key, entry) -> {
              keys.put(key, entry.where());
              axes.add(axis(settings, key, entry));
            });
    return new Grid(keys, axes);
  }

  private static List<Assignment> axis(Settings<?> settings, String key, Entry entry) {
    Leaf leaf = Assignment.setting(settings, key, entry.where());
    if (!(entry.value() instanceof YamlValue.Sequence list) || list.items().isEmpty()) {
      boolean empty = entry.value() instanceof YamlValue.Sequence;
      throw SweepException.at(
          entry.where(),
          key,
          (empty ? "an empty list" : entry.value().shown())
              + " is not allowed; it must be a list of values, as in "
              + key
              + ": [a, b]");
    }
    Map<String, Assignment> choices = new LinkedHashMap<>();
    for (YamlValue item : list.items()) {
      Assignment choice = Assignment.of(leaf, item.where(), item);
      if (choices.putIfAbsent(String.valueOf(choice.value()), choice) != null) {
        throw SweepException.at(
            item.where(), key, item.shown() + " is listed twice; each value of a grid once");
      }
    }
    return List.copyOf(choices.values());
  }

  /** The number of points of the grid, or {@link Long#MAX_VALUE} if the product is larger. */
  long size() {
    long size = 1;
    for (List<Assignment> axis : axes) {
      size = size > Long.MAX_VALUE / axis.size() ? Long.MAX_VALUE : size * axis.size();
    }
    return size;
  }

  /** The assignments of point {@code i} by dotted key. The last key runs fastest. */
  Map<String, Assignment> point(int i) {
    Assignment[] point = new Assignment[axes.size()];
    int rest = i;
    for (int axis = point.length - 1; axis >= 0; axis--) {
      List<Assignment> choices = axes.get(axis);
      point[axis] = choices.get(rest % choices.size());
      rest /= choices.size();
    }
    Map<String, Assignment> byKey = new LinkedHashMap<>();
    for (Assignment choice : point) {
      byKey.put(choice.setting().key(), choice);
    }
    return byKey;
  }
}
