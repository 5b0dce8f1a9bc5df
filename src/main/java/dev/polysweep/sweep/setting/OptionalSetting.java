package dev.polysweep.sweep.setting;

import dev.polysweep.sweep.yaml.YamlValue;
import dev.polysweep.table.Type;
import java.util.List;
import java.util.Map;

/**
 * The type of an optional setting: its value is null or a value of another type.
 *
 * @param type type of a value that is not null
 */
record OptionalSetting(SettingType type) implements SettingType {
  @Override
  public Object read(YamlValue value, String key) {
    return value instanceof YamlValue.Scalar scalar && scalar.isNull()
        ? null
        : type.read(value, key);
  }

  @Override
  public String allowed() {
    return type.allowed() + ", or null";
  }

  @Override
  public Object plain(Object value) {
    return type.plain(value);
  }

  @Override
  public Type column() {
    return type.column();
  }

  @Override
  public Map<String, Object> schema() {
    return Json.object("anyOf", List.of(type.schema(), Json.object("type", "null")));
  }
}
