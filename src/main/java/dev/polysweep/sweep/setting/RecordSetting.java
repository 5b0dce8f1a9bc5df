package dev.polysweep.sweep.setting;

import dev.polysweep.experiment.Defaults;
import dev.polysweep.experiment.SettingRecord;
import dev.polysweep.sweep.setting.SettingTree.Leaf;
import dev.polysweep.sweep.yaml.Nearest;
import dev.polysweep.sweep.yaml.SweepException;
import dev.polysweep.sweep.yaml.YamlValue;
import dev.polysweep.table.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The type of a list's elements that are records: each element is a mapping of the record's own
 * settings. A setting without a default must be given.
 *
 * @param record the record, whose components are settings and no groups of settings
 */
record RecordSetting(SettingTree.Group record) implements SettingType {

  /**
   * The type of a record.
   *
   * @throws IllegalStateException if a component of the record is a group of settings
   */
  static RecordSetting of(Class<? extends Record> type) {
    SettingTree.Group group = SettingTree.of(type);
    if (!group.groups().isEmpty()) {
      throw new IllegalStateException("an element of a list cannot have groups: " + type);
    }
    return new RecordSetting(group);
  }

  /** The setting of an element, or null if it has none of that name. */
  Leaf setting(String name) {
    return record.leaves().stream()
        .filter(leaf -> leaf.key().equals(name))
        .findFirst()
        .orElse(null);
  }

  /** The names of an element's settings. */
  List<String> names() {
    return record.leaves().stream().map(Leaf::key).toList();
  }

  /** An element with one setting replaced. */
  Record with(Record element, String name, Object value) {
    Map<String, Object> replaced = new LinkedHashMap<>();
    replaced.put(name, value);
    return record.with(element, replaced);
  }

  @Override
  public Object read(YamlValue value, String key) {
    if (!(value instanceof YamlValue.Mapping mapping)) {
      throw refused(value, key);
    }
    mapping.entries().forEach((name, entry) -> requireKnown(key, name, entry));
    List<Object> values = new ArrayList<>();
    for (Leaf leaf : record.leaves()) {
      YamlValue.Entry given = mapping.entries().get(leaf.key());
      String place = key + "." + leaf.key();
      if (given != null) {
        values.add(leaf.type().read(given.value(), place));
      } else if (Defaults.isRequired(leaf.component())) {
        throw SweepException.at(
            value.where(), place, "is missing; it must be " + leaf.type().allowed());
      } else {
        values.add(Defaults.of(leaf.component()));
      }
    }
    return SettingRecord.of(record.type(), values.toArray());
  }

  private void requireKnown(String key, String name, YamlValue.Entry entry) {
    if (setting(name) == null) {
      throw SweepException.at(
          entry.where(),
          key + "." + name,
          "unknown setting; there are " + String.join(", ", names()) + Nearest.hint(name, names()));
    }
  }

  @Override
  public String allowed() {
    return "a mapping with " + String.join(", ", names());
  }

  @Override
  public Object plain(Object value) {
    Map<String, Object> plain = new TreeMap<>();
    for (Leaf leaf : record.leaves()) {
      plain.put(leaf.key(), leaf.type().plain(leaf.in((Record) value)));
    }
    return plain;
  }

  @Override
  public Type column() {
    return Type.STRING;
  }

  @Override
  public Map<String, Object> schema() {
    Map<String, Object> properties = new LinkedHashMap<>();
    List<Object> required = new ArrayList<>();
    for (Leaf leaf : record.leaves()) {
      Map<String, Object> property = Json.object("description", leaf.setting().value());
      property.putAll(leaf.type().schema());
      if (Defaults.isRequired(leaf.component())) {
        required.add(leaf.key());
      } else {
        property.put("default", leaf.type().plain(Defaults.of(leaf.component())));
      }
      properties.put(leaf.key(), property);
    }
    Map<String, Object> schema = Json.object("type", "object", "additionalProperties", false);
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    schema.put("properties", properties);
    return schema;
  }
}
