package dev.polysweep.sweep.yaml;

import java.util.List;
import java.util.Map;

/**
 * A value of a YAML file, with its place. A scalar keeps its text; whether the text means a number,
 * a truth value or a word is decided where a setting is read.
 */
public sealed interface YamlValue {

  /** The place where the value begins. */
  Where where();

  /** The value as a message shows it. */
  String shown();

  /**
   * A scalar: text, a number, a truth value or null.
   *
   * @param text the text of the scalar without quotes
   * @param quoted whether the scalar was written in quotes, so that it is text
   */
  record Scalar(String text, boolean quoted, Where where) implements YamlValue {

    /** Whether the scalar means null: empty, {@code ~} or {@code null}. */
    public boolean isNull() {
      return !quoted && (text.isEmpty() || text.equals("~") || text.equals("null"));
    }

    @Override
    public String shown() {
      return text.isEmpty() ? (quoted ? "empty text" : "nothing") : Quoted.of(text);
    }
  }

  /** A list of values. */
  record Sequence(List<YamlValue> items, Where where) implements YamlValue {
    @Override
    public String shown() {
      return "a list";
    }
  }

  /** A mapping whose keys are in the order of the file. */
  record Mapping(Map<String, Entry> entries, Where where) implements YamlValue {
    @Override
    public String shown() {
      return "a mapping";
    }
  }

  /**
   * A value and the place of its key.
   *
   * @param where place of the key
   * @param value value of the key
   */
  record Entry(Where where, YamlValue value) {}
}
