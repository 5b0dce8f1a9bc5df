package dev.polysweep.sweep.file;

import dev.polysweep.sweep.Decide;
import java.util.List;

/**
 * The changes that the command line makes to a sweep.
 *
 * @param settings texts of the form {@code key=value}, which replace settings of the file's {@code
 *     base}; the value is YAML
 * @param seeds number of seeds, 0 … seeds − 1, in place of the file's; null to keep those
 * @param decide when there are seeds enough, in place of what the file says; null to keep that
 */
public record Overrides(List<String> settings, Long seeds, Decide decide) {

  /** Overrides that change nothing. */
  public static final Overrides NONE = new Overrides(List.of(), null);

  /** Overrides that leave it to the file whether there is a decision. */
  public Overrides(List<String> settings, Long seeds) {
    this(settings, seeds, null);
  }

  /** Copies the list, so that the record cannot change. */
  public Overrides {
    settings = List.copyOf(settings);
  }
}
