package dev.polysweep.sweep.yaml;

/**
 * A place in the input, for messages.
 *
 * @param source name of the file as the user gave it, or of the command line's option
 * @param line number of the line from 1, or 0 if the source has no lines
 */
public record Where(String source, int line) {

  /** The place of an option of the command line. */
  public static Where option(String name) {
    return new Where(name, 0);
  }

  @Override
  public String toString() {
    return line > 0 ? source + ":" + line : source;
  }
}
