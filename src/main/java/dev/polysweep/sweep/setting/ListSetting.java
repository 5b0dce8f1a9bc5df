package dev.polysweep.sweep.setting;

import dev.polysweep.sweep.yaml.YamlValue;
import dev.polysweep.table.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The type of a setting whose value is a list.
 *
 * @param element type of each element
 */
record ListSetting(SettingType element) implements SettingType {
  @Override
  public Object read(YamlValue value, String key) {
    if (!(value instanceof YamlValue.Sequence sequence)) {
      throw refused(value, key);
    }
    List<Object> read = new ArrayList<>();
    for (YamlValue item : sequence.items()) {
      boolean record = element instanceof RecordSetting;
      read.add(element.read(item, record ? key + "." + read.size() : key));
    }
    return List.copyOf(read);
  }

  @Override
  public String allowed() {
    return "a list, each element " + element.allowed();
  }

  @Override
  public Object plain(Object value) {
    return value == null ? null : ((List<?>) value).stream().map(element::plain).toList();
  }

  @Override
  public Type column() {
    return Type.STRING;
  }

  @Override
  public Map<String, Object> schema() {
    return Json.object("type", "array", "items", element.schema());
  }
}
