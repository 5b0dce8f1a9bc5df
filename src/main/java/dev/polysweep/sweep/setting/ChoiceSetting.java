package dev.polysweep.sweep.setting;

import dev.polysweep.sweep.yaml.Nearest;
import dev.polysweep.sweep.yaml.SweepException;
import dev.polysweep.sweep.yaml.YamlValue;
import dev.polysweep.table.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The type of a setting whose value is one of a few words, each of which stands for an enum
 * constant.
 *
 * @param constants the enum constants that the words stand for
 */
record ChoiceSetting(List<Enum<?>> constants) implements SettingType {
  @Override
  public Object read(YamlValue value, String key) {
    // The word null may be a constant's name, so this does not ask whether the scalar is null.
    String text = value instanceof YamlValue.Scalar scalar ? scalar.text() : text(value, key);
    for (Enum<?> constant : constants) {
      if (word(constant).equals(text)) {
        return constant;
      }
    }
    throw SweepException.at(
        value.where(),
        key,
        value.shown() + " is not allowed; it must be " + allowed() + Nearest.hint(text, words()));
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private List<String> words() {
    return constants.stream().map(ChoiceSetting::word).toList();
  }

  @Override
  public String allowed() {
    return "one of " + String.join(", ", words());
  }

  @Override
  public Object plain(Object value) {
    return value == null ? null : word((Enum<?>) value);
  }

  @Override
  public Type column() {
    return Type.STRING;
  }

  @Override
  public Map<String, Object> schema() {
    List<Object> values = new ArrayList<>(words());
    // YAML reads these two words as booleans.
    values.addAll(
        words().stream().filter(w -> w.matches("true|false")).map(Boolean::valueOf).toList());
    return Json.object("enum", values);
  }
}
