package dev.polysweep.sweep.file;

import java.util.List;

/**
 * What the command line changes of a sweep.
 *
 * @param settings {@code key=value} each, over the file's {@code base}; the value is YAML
 * @param seeds number of seeds, 0 … seeds − 1, in place of the file's; null to keep those
 */
public record Overrides(List<String> settings, Long seeds) {

  /** Changes nothing. */
  public static final Overrides NONE = new Overrides(List.of(), null);

  /** Copies the list. */
  public Overrides {
    settings = List.copyOf(settings);
  }
}
