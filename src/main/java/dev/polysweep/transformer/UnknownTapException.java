package dev.polysweep.transformer;

import java.util.ArrayList;
import java.util.List;

/** A model has no node and no tensor of the name that was asked for. */
public final class UnknownTapException extends TransformerException {
  private static final long serialVersionUID = 1L;

  private final String tap;
  private final ArrayList<String> names;

  UnknownTapException(String model, String tap, List<String> names) {
    super(model + " has no node or tensor '" + tap + "'");
    this.tap = tap;
    this.names = new ArrayList<>(names);
  }

  /** The name asked for. */
  public String tap() {
    return tap;
  }

  /** The names there are. */
  public List<String> names() {
    return names;
  }
}
