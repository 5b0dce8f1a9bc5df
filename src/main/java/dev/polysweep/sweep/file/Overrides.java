package dev.polysweep.sweep.file;

import java.util.List;

/**
 * The changes that the command line makes to a sweep.
 *
 * @param settings texts of the form {@code key=value}, which replace settings of the file's {@code
 *     base}; the value is YAML
 * @param seeds number of seeds, 0 … seeds − 1, in place of the file's; null to keep those
 */
public record Overrides(List<String> settings, Long seeds) {

  /** Overrides that change nothing. */
  public static final Overrides NONE = new Overrides(List.of(), null);

  /** Copies the list, so that the record cannot change. */
  public Overrides {
    settings = List.copyOf(settings);
  }
}
