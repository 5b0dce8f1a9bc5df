package dev.polysweep.sweep.yaml;

import java.util.List;
import java.util.Map;

/**
 * A value of a YAML file, with its place. Scalars keep their text: what it means, the reader of a
 * setting decides.
 */
public sealed interface YamlValue {

  /** Where it begins. */
  Where where();

  /** The value for a message. */
  String shown();

  /**
   * Text or a number.
   *
   * @param text as written, without quotes
   * @param quoted whether it was written in quotes, which makes it text
   */
  record Scalar(String text, boolean quoted, Where where) implements YamlValue {

    /** Whether it says null: empty, {@code ~} or {@code null}. */
    public boolean isNull() {
      return !quoted && (text.isEmpty() || text.equals("~") || text.equals("null"));
    }

    @Override
    public String shown() {
      return text.isEmpty() ? (quoted ? "empty text" : "nothing") : Quoted.of(text);
    }
  }

  /** A list. */
  record Sequence(List<YamlValue> items, Where where) implements YamlValue {
    @Override
    public String shown() {
      return "a list";
    }
  }

  /** A mapping, its keys in the order of the file. */
  record Mapping(Map<String, Entry> entries, Where where) implements YamlValue {
    @Override
    public String shown() {
      return "a mapping";
    }
  }

  /**
   * A value and the place of its key.
   *
   * @param where of the key
   * @param value its value
   */
  record Entry(Where where, YamlValue value) {}
}
