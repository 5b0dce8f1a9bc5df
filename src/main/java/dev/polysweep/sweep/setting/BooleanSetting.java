package dev.polysweep.sweep.setting;

import dev.polysweep.sweep.yaml.YamlValue;
import dev.polysweep.table.Type;
import java.util.Map;

/** The type of a setting that is true or false. */
record BooleanSetting() implements SettingType {
  @Override
  public Object read(YamlValue value, String key) {
    return switch (unquoted(value, key)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw refused(value, key);
    };
  }

  @Override
  public String allowed() {
    return "true or false";
  }

  @Override
  public Type column() {
    return Type.BOOLEAN;
  }

  @Override
  public Map<String, Object> schema() {
    return Json.object("type", "boolean");
  }
}
