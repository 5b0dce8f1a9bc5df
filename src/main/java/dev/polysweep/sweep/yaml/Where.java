package dev.polysweep.sweep.yaml;

/**
 * A place in the input, for messages.
 *
 * @param source file as the user named it, or the option
 * @param line line from 1, or 0 where there are no lines
 */
public record Where(String source, int line) {

  /** An option of the command line. */
  public static Where option(String name) {
    return new Where(name, 0);
  }

  @Override
  public String toString() {
    return line > 0 ? source + ":" + line : source;
  }
}
