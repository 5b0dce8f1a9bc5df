package dev.polysweep.sweep.setting;

import dev.polysweep.experiment.Setting;
import dev.polysweep.experiment.SettingRecord;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A configuration record seen as a tree: its components are settings, or records that group
 * settings.
 */
public sealed interface SettingTree {

  /** The dotted key of this part of the record; "" for the whole record. */
  String key();

  /** The value of this part within the record that holds it. */
  Object in(Record parent);

  /**
   * A setting: a component that holds a value.
   *
   * @param key dotted key
   * @param component the component of its record that holds the setting
   * @param setting the annotation that documents the setting
   * @param type the values that the setting may have
   */
  record Leaf(String key, RecordComponent component, Setting setting, SettingType type)
      implements SettingTree {
    @Override
    public Object in(Record parent) {
      return SettingRecord.value(component, parent);
    }

    /** Name of the setting's column: dots become underscores. */
    public String column() {
      return key.replace('.', '_');
    }
  }

  /**
   * A group of settings: a record, either the whole configuration or one of its components.
   *
   * @param key dotted key
   * @param component the component that holds the group, or null for the whole configuration
   * @param setting the annotation that documents the group, or null for the whole configuration
   * @param type class of the record
   * @param children the record's components in order
   */
  record Group(
      String key,
      RecordComponent component,
      Setting setting,
      Class<? extends Record> type,
      List<SettingTree> children)
      implements SettingTree {

    @Override
    public Object in(Record parent) {
      return component == null ? parent : SettingRecord.value(component, parent);
    }

    /** All settings of this group and the groups below it, in order. */
    public List<Leaf> leaves() {
      List<Leaf> leaves = new ArrayList<>();
      for (SettingTree child : children) {
        if (child instanceof Group group) {
          leaves.addAll(group.leaves());
        } else {
          leaves.add((Leaf) child);
        }
      }
      return leaves;
    }

    /** All groups below this group, in order. */
    public List<Group> groups() {
      List<Group> groups = new ArrayList<>();
      for (SettingTree child : children) {
        if (child instanceof Group group) {
          groups.add(group);
          groups.addAll(group.groups());
        }
      }
      return groups;
    }

    /** Copies a record of this group's class with some settings replaced. */
    Record with(Record defaults, Map<String, Object> values) {
      Object[] arguments = new Object[children.size()];
      for (int i = 0; i < arguments.length; i++) {
        SettingTree child = children.get(i);
        Object value = child.in(defaults);
        if (child instanceof Group group) {
          arguments[i] = group.with((Record) value, values);
        } else {
          arguments[i] = values.containsKey(child.key()) ? values.get(child.key()) : value;
        }
      }
      return SettingRecord.of(type, arguments);
    }
  }

  /**
   * The tree of a record.
   *
   * @throws IllegalStateException if a component has no {@link Setting}, or a type that settings
   *     cannot have
   */
  static Group of(Class<? extends Record> type) {
    return group("", null, null, type);
  }

  private static Group group(
      String key, RecordComponent component, Setting setting, Class<? extends Record> type) {
    List<SettingTree> children = new ArrayList<>();
    for (RecordComponent child : type.getRecordComponents()) {
      children.add(child(key.isEmpty() ? "" : key + ".", child));
    }
    return new Group(key, component, setting, type, children);
  }

  private static SettingTree child(String prefix, RecordComponent component) {
    Setting setting = SettingRecord.setting(component);
    String name = SettingRecord.name(component);
    if (component.getType().isRecord()) {
      return group(prefix + name, component, setting, component.getType().asSubclass(Record.class));
    }
    SettingType type = SettingType.of(component.getGenericType(), setting, component);
    return new Leaf(prefix + name, component, setting, type);
  }
}
