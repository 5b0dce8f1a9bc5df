package dev.polysweep.sweep.setting;

import dev.polysweep.experiment.InvalidSettingException;
import dev.polysweep.sweep.setting.SettingTree.Leaf;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A key of one setting of one element of a list of records: {@code layers.1.width} is the setting
 * {@code width} of the second element of {@code layers}.
 *
 * @param list the setting that holds the list
 * @param index number of the element, from 0
 * @param setting the element's setting, whose key is the whole dotted key
 */
record ElementKey(Leaf list, int index, Leaf setting) {

  private static final Pattern KEY = Pattern.compile("(.+)\\.(0|[1-9][0-9]{0,3})\\.([a-z0-9_]+)");

  /** The list of records that a dotted key leads into, or null. */
  static Leaf listOf(Settings<?> settings, String key) {
    Matcher matcher = KEY.matcher(key);
    Leaf list = matcher.matches() ? settings.whole(matcher.group(1)) : null;
    return list != null && elements(list) != null ? list : null;
  }

  /** Splits a dotted key; null if no list has such an element's setting. */
  static ElementKey of(Settings<?> settings, String key) {
    Leaf list = listOf(settings, key);
    if (list == null) {
      return null;
    }
    Matcher matcher = KEY.matcher(key);
    matcher.matches();
    Leaf own = elements(list).setting(matcher.group(3));
    return own == null
        ? null
        : new ElementKey(
            list,
            Integer.parseInt(matcher.group(2)),
            new Leaf(key, own.component(), own.setting(), own.type()));
  }

  /** The type of a list's elements if they are records, otherwise null. */
  static RecordSetting elements(Leaf list) {
    return list.type() instanceof ListSetting type && type.element() instanceof RecordSetting record
        ? record
        : null;
  }

  /** The value of the setting in a list; null if the list has no such element. */
  Object in(List<?> elements) {
    return index < elements.size() ? setting.in((Record) elements.get(index)) : null;
  }

  /**
   * The list with the setting replaced.
   *
   * @throws InvalidSettingException if the list has no such element
   */
  List<Object> replaced(List<?> elements, Object value) {
    if (index >= elements.size()) {
      throw new InvalidSettingException(
          setting.key(), list.key() + " has " + elements.size() + " elements, counted from 0");
    }
    List<Object> replaced = new ArrayList<>(elements);
    String name = setting.key().substring(setting.key().lastIndexOf('.') + 1);
    replaced.set(index, elements(list).with((Record) elements.get(index), name, value));
    return List.copyOf(replaced);
  }
}
