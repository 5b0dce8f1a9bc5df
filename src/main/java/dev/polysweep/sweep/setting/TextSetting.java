package dev.polysweep.sweep.setting;

import dev.polysweep.sweep.yaml.Quoted;
import dev.polysweep.sweep.yaml.YamlValue;
import dev.polysweep.table.Type;
import java.util.Map;

/** The type of a setting whose value is printable text. */
public record TextSetting() implements SettingType {
  private static final int LONGEST = 10_000;

  @Override
  public Object read(YamlValue value, String key) {
    String text = text(value, key);
    if (text.length() > LONGEST || !text.codePoints().allMatch(Quoted::prints)) {
      throw refused(value, key);
    }
    return text;
  }

  @Override
  public String allowed() {
    return "printable text of at most " + LONGEST + " characters";
  }

  @Override
  public Type column() {
    return Type.STRING;
  }

  @Override
  public Map<String, Object> schema() {
    return Json.object("type", "string", "maxLength", LONGEST);
  }
}
