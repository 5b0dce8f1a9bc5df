package dev.polysweep.sweep.file;

import dev.polysweep.sweep.setting.Assignment;
import dev.polysweep.sweep.yaml.Quoted;
import dev.polysweep.sweep.yaml.SweepException;
import dev.polysweep.sweep.yaml.Where;
import java.util.stream.Collectors;

/** Rules for names that become folders and labels that become cells of tables and file names. */
public final class Names {

  static final String NAME_RULE =
      "it must be 1 to 100 of the letters a-z and A-Z, digits, '.', '_' and '-', not beginning with '.'";
  static final String NAME_PATTERN = "[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}";
  static final int LONGEST_LABEL = 200;
  static final String LABEL_RULE =
      "it must be 1 to "
          + LONGEST_LABEL
          + " printable characters without '/' and '\\', no blank at either end,"
          + " and not '.' or '..'";

  /**
   * Label of the only configuration of a sweep that has neither a grid nor explicit configurations.
   */
  static final String DEFAULT_LABEL = "default";

  private Names() {}

  /**
   * Checks the name of a sweep and returns it.
   *
   * @throws SweepException if the name is not a valid name of a folder on every file system
   */
  static String name(String name, Where where) {
    if (!name.matches(NAME_PATTERN)) {
      throw SweepException.at(where, "name", Quoted.of(name) + " is not allowed; " + NAME_RULE);
    }
    return name;
  }

  /**
   * The name of a sweep whose file gives no name: the name of the file.
   *
   * @param file name of the sweep's file, without the ending
   * @throws SweepException if the file's name is not a valid name of a folder on every file system
   */
  static String nameOf(String file, Where where) {
    if (!file.matches(NAME_PATTERN)) {
      throw SweepException.at(
          where,
          "name",
          "is missing, and the file's own, " + Quoted.of(file) + ", is not allowed; " + NAME_RULE);
    }
    return file;
  }

  /**
   * Checks the label of a configuration and returns it.
   *
   * @throws SweepException if the label contains characters that could break a file name or a table
   */
  static String label(String label, Where where) {
    boolean allowed =
        !label.isBlank()
            && label.strip().equals(label)
            && label.codePointCount(0, label.length()) <= LONGEST_LABEL
            && label.codePoints().allMatch(Names::inLabel)
            && !label.equals(".")
            && !label.equals("..");
    if (!allowed) {
      throw SweepException.at(where, "label", Quoted.of(label) + " is not allowed; " + LABEL_RULE);
    }
    return label;
  }

  /**
   * Makes a label from values: the values are joined by underscores, and characters that labels
   * must not contain are replaced by '-'.
   */
  static String derived(Iterable<Assignment> values, Where where) {
    StringBuilder joined = new StringBuilder();
    for (Assignment value : values) {
      joined.append(joined.isEmpty() ? "" : "_").append(value.text().strip());
    }
    String label =
        joined
            .codePoints()
            .mapToObj(c -> inLabel(c) ? Character.toString(c) : "-")
            .collect(Collectors.joining());
    return label(label.isEmpty() ? DEFAULT_LABEL : label, where);
  }

  private static boolean inLabel(int c) {
    return Quoted.prints(c) && c != '/' && c != '\\';
  }
}
